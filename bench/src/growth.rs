//! What calls cost when there is ten times as much.

use std::path::Path;

use anyhow::Result;

use crate::data::Data;
use crate::load::Load;
use crate::plan::Plan;
use crate::process::Process;
use crate::report::Report;
use crate::sides::{Side, compare};
use crate::sizes::Sizes;

/// The scenarios and their names.
const SCENARIOS: [(&str, &str); 4] = [
    ("first page", "article_list_first"),
    ("durable like", "article_like"),
    ("crowdfunding pages 1 to 20", "funding_pages"),
    ("one crowdfunding project", "funding_one"),
];

/// Compares a large database with one of a tenth; all sizes but that of the users grow.
pub fn measure(report: &mut Report, plan: &Plan, work: &Path) -> Result<()> {
    let sizes = |articles: i64| {
        let times = |count: i64| count * articles / plan.sizes.articles;
        let Sizes { viewers, likes, collects, projects, supports, .. } = plan.sizes;
        Sizes {
            viewers,
            articles,
            likes: times(likes),
            collects: times(collects),
            projects: times(projects),
            supports: times(supports),
        }
    };
    let small = Data::make(&work.join("small"), None, sizes(plan.growth_articles / 10), 1)?;
    let large = Data::make(&work.join("large"), None, sizes(plan.growth_articles), 1)?;
    let (on_small, on_large) = (Process::server(&small.dir, &[])?, Process::server(&large.dir, &[])?);
    for (name, scenario) in SCENARIOS {
        let load = |data| Load::new(scenario, data, plan.seconds, plan.connections);
        let sides = [
            Side::new(format!("{name}, {} articles", plan.growth_articles), &on_large, load(&large)),
            Side::new(format!("{name}, a tenth"), &on_small, load(&small)),
        ];
        compare(report, &sides, plan.rounds, "of that with a tenth")?;
    }
    Ok(())
}
