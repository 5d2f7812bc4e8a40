//! The sides of a comparison, which take the load in turn.

use anyhow::{Result, ensure};

use crate::figures::Figures;
use crate::load::{self, Load};
use crate::process::Process;
use crate::report::{Report, Row};

/// One side: a server and its load.
pub struct Side<'a> {
    pub name: String,
    pub server: &'a Process,
    pub load: Load,
    /// How much of a reply counts; half where a unit of work is a pair of calls.
    pub share: f64,
}

impl<'a> Side<'a> {
    /// A side of which each reply counts.
    pub fn new(name: impl Into<String>, server: &'a Process, load: Load) -> Self {
        Self { name: name.into(), server, load, share: 1.0 }
    }
}

/// Loads the sides in turn, after a second each to warm up.
pub fn in_turn(sides: &[Side<'_>], rounds: usize) -> Result<Vec<Vec<Figures>>> {
    for side in sides {
        let tickets = crate::tickets::TicketRange::default();
        if side.load.scenario != "order" {
            load::run(&Load { seconds: 1, tickets, ..side.load.clone() }, side.server, 0)?;
        }
    }
    let mut all: Vec<Vec<Figures>> = sides.iter().map(|_| Vec::new()).collect();
    for interval in 0..rounds {
        for (side, figures) in sides.iter().zip(&mut all) {
            let run = load::run(&side.load, side.server, interval)?;
            ensure!(run.refused == 0, "{}: {} replies are not a success", side.name, run.refused);
            figures.push(run);
        }
    }
    Ok(all)
}

/// Compares all sides with the last one and reports them.
pub fn compare(report: &mut Report, sides: &[Side<'_>], rounds: usize, of: &'static str) -> Result<()> {
    let all = in_turn(sides, rounds)?;
    let Some(((last, last_side), others)) =
        all.iter().zip(sides).collect::<Vec<_>>().split_last().map(|(last, rest)| (*last, rest.to_vec()))
    else {
        return Ok(());
    };
    for (figures, side) in others {
        let ratio =
            |(a, b): (&Figures, &Figures)| a.per_second * side.share / (b.per_second * last_side.share);
        let ratios = figures.iter().zip(last).map(ratio).collect();
        report.add(Row { name: side.name.clone(), intervals: figures.clone(), ratio: Some((ratios, of)) });
    }
    report.add(Row { name: last_side.name.clone(), intervals: last.clone(), ratio: None });
    Ok(())
}
