//! The registry: the descriptions of all components.

use crate::field::{Field, Kind, Naming};
use crate::queue::Queue;
use crate::ranking::Ranking;
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
            for related in resource.related {
                let other = self.resource(related.resource);
                if other.is_some_and(|other| other.field(related.field).is_none_or(|field| !field.in_filter))
                {
                    problems.push(format!("{} does not filter by {}", related.resource, related.field));
                }
                let kind = other.and_then(|other| other.field(related.field)).map(|field| field.kind);
                if let Some(Kind::Thing { naming: Naming::Subjects, .. }) = kind
                    && resource.subject.is_empty()
                {
                    problems.push(format!("{} lists {} without a subject", resource.name, related.resource));
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
