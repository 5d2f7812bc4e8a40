//! Text messages through simulated providers, budgets, and the mails behind links.

mod budgets;
mod phones;
mod providers;
mod reset_page;
