//! The vocabulary of administration: resources with fields and actions, queues, series, rankings,
//! reported things.
//!
//! A component describes what operators see and change in a module `admin` beside its code. The
//! server collects the descriptions in a [`Registry`], and the console draws them. This crate knows
//! no component and draws nothing.

mod access;
mod action;
mod cell;
mod error;
mod field;
pub mod hiding;
mod label;
mod pieces;
mod queue;
mod ranking;
mod registry;
mod related;
mod reported;
mod resource;
mod series;
mod services;
pub mod taking_down;

pub use access::{Need, Permission, Role, need};
pub use action::{Action, ActionContext, Amount, Target, Wake};
pub use cell::{Cell, Record};
pub use error::{Error, Refusal, Result};
pub use field::{Choice, Field, Kind, Naming, Rare, Tone};
pub use label::{Label, Lang};
pub use pieces::PieceTable;
pub use queue::{Queue, QueueItem};
pub use ranking::Ranking;
pub use registry::Registry;
pub use related::{Belonging, Moment, Related, Timeline};
pub use reported::{ReportedThing, ReportedThings, UpheldReport, Uphold};
pub use resource::{Area, Figure, Invariant, Order, ReadFigures, Resource, Searching};
pub use series::Series;
pub use services::Services;
