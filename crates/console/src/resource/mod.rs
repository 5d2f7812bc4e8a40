//! The engine that draws resources. Its files use one another in one direction: rows (`conditions`,
//! `table`, `writes`), values (`show`), forms (`inputs`, `answers`), lists (`list`), then one file
//! per route.

mod access;
pub mod act;
mod address;
pub mod answers;
mod belonging;
pub mod change;
mod clause;
pub mod conditions;
mod days;
mod done;
pub mod export;
pub mod find;
mod given;
mod inputs;
pub mod list;
pub mod list_page;
mod list_query;
pub mod pick;
pub mod pieces;
pub mod reorder;
mod returning;
pub mod row_page;
mod search;
mod sections;
pub mod show;
mod story;
pub mod table;
mod timeline;
mod upload;
pub mod views;
mod writes;
