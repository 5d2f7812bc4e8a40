//! The registry: the descriptions of all components.

use crate::field::{Field, Kind, Naming};
use crate::queue::Queue;
use crate::ranking::Ranking;
use crate::related::{Belonging, Related};
use crate::reported::ReportedThings;
use crate::resource::Resource;
use crate::series::Series;
use crate::services::Services;

/// The descriptions of all components, each in the order of the pages.
#[derive(Clone, Default)]
pub struct Registry {
    /// The resources, in the order of the navigation.
    pub resources: Vec<&'static Resource>,
    /// The queues of the start page.
    pub queues: Vec<&'static Queue>,
    /// The series of the dashboard.
    pub series: Vec<&'static Series>,
    /// The rankings of the dashboard.
    pub rankings: Vec<&'static Ranking>,
    /// The things that users report.
    pub reported: ReportedThings,
}

impl Registry {
    /// The resource with a name.
    pub fn resource(&self, name: &str) -> Option<&'static Resource> {
        self.resources.iter().copied().find(|resource| resource.name == name)
    }

    /// The resource that a column with kinds of things names ([`Kind::Thing`]).
    pub fn thing(&self, naming: Naming, word: &str) -> Option<&'static Resource> {
        let mut all = self.resources.iter().copied();
        match naming {
            Naming::Subjects => all.find(|resource| !word.is_empty() && resource.subject == word),
            Naming::Resources => all.find(|resource| resource.name == word),
        }
    }

    /// The resource and the key of what an account of the ledger belongs to: `user:7`.
    pub fn account<'a>(&self, name: &'a str) -> Option<(&'static Resource, &'a str)> {
        self.named(name, |resource| resource.accounts)
    }

    /// The resource and the key of what a posting of the ledger is about: `payment:12`, or
    /// `bill-fees:3-1` of the bill 3.
    pub fn posting<'a>(&self, key: &'a str) -> Option<(&'static Resource, &'a str)> {
        self.named(key, |resource| resource.postings)
    }

    fn named<'a>(
        &self,
        name: &'a str,
        words: fn(&'static Resource) -> &'static [&'static str],
    ) -> Option<(&'static Resource, &'a str)> {
        let (word, key) = name.split_once(':')?;
        let key = key.split('-').next().unwrap_or(key);
        let found = self.whole().find(|resource| words(resource).contains(&word))?;
        Some((found, key))
    }

    /// The resources without those that list some rows of another one.
    fn whole(&self) -> impl Iterator<Item = &'static Resource> {
        self.resources.iter().copied().filter(|resource| resource.only.is_empty())
    }

    /// The fields that refer to rows of a resource.
    pub fn references(&self, to: &str) -> impl Iterator<Item = (&'static Resource, &'static Field)> {
        let fields = self.resources.iter().flat_map(|own| own.fields.iter().map(move |field| (*own, field)));
        fields.filter(move |(_, field)| matches!(field.kind, Kind::Relation(name) if name == to))
    }

    /// What is wrong with the descriptions: names that occur twice, names of no resource, services
    /// that are not there.
    pub fn problems(&self, services: &Services) -> Vec<String> {
        let mut problems = Vec::new();
        let mut once = |what: &str, names: Vec<&str>| {
            for (n, name) in names.iter().enumerate() {
                if names[..n].contains(name) {
                    problems.push(format!("the {what} {name} occurs twice"));
                }
            }
        };
        once("resource", self.resources.iter().map(|resource| resource.name).collect());
        let subjects = self.resources.iter().map(|resource| resource.subject);
        once("subject", subjects.filter(|subject| !subject.is_empty()).collect());
        let words = |of: fn(&'static Resource) -> &'static [&'static str]| {
            self.whole().flat_map(|resource| of(resource).iter().copied()).collect()
        };
        once("account", words(|resource| resource.accounts));
        once("posting", words(|resource| resource.postings));
        once("queue", self.queues.iter().map(|queue| queue.name).collect());
        once("series", self.series.iter().map(|series| series.name).collect());
        let mut known = |name: &str, whose: String| {
            if self.resource(name).is_none() {
                problems.push(format!("{whose}: there is no resource {name}"));
            }
        };
        for ranking in &self.rankings {
            known(ranking.resource, format!("the ranking {}", ranking.title.1));
        }
        for thing in &self.reported.0 {
            if let Some(resource) = thing.resource {
                known(resource, format!("the reported {} {}", thing.product, thing.kind));
            }
        }
        for resource in &self.resources {
            for related in resource.related {
                known(related.resource, format!("a list of {}", resource.name));
            }
            for field in resource.fields.iter().chain(resource.actions.iter().flat_map(|action| action.asks))
            {
                if let Kind::Relation(name) = field.kind {
                    known(name, format!("{}.{}", resource.name, field.column));
                }
            }
        }
        for resource in &self.resources {
            for (n, related) in resource.related.iter().enumerate() {
                let Some(other) = self.resource(related.resource) else { continue };
                problems.extend(problem_of(resource, related, other));
                let same = |one: &Related| one.resource == related.resource && one.condition().is_some();
                if related.condition().is_some() && resource.related[..n].iter().any(same) {
                    problems.push(format!("{} lists {} twice", resource.name, related.resource));
                }
            }
            for action in resource.actions {
                if action.uses.is_some_and(|is_there| !is_there(services)) {
                    problems.push(format!("{} {}: its service is not there", resource.name, action.name));
                }
            }
        }
        problems
    }
}

/// What is wrong with a section of a resource's pages.
fn problem_of(resource: &Resource, related: &Related, other: &Resource) -> Option<String> {
    if let Some(unknown) = related.actions.iter().find(|name| other.action(name).is_none()) {
        return Some(format!("{} has no action {unknown}", other.name));
    }
    match related.rows {
        Belonging::Column(column) => match other.field(column).filter(|field| field.in_filter) {
            None => Some(format!("{} does not filter by {column}", other.name)),
            Some(field) => {
                let is_named = matches!(field.kind, Kind::Thing { naming: Naming::Subjects, .. });
                (is_named && resource.subject.is_empty())
                    .then(|| format!("{} lists {} without a subject", resource.name, other.name))
            }
        },
        Belonging::Where(_) => {
            resource.text_key.then(|| format!("{} lists {} by a text", resource.name, other.name))
        }
    }
}
