//! What happened to a row, in the order of time.

use maud::{Markup, html};
use miaohui_admin::{Choice, Moment, Resource, Timeline};
use miaohui_db::{Sql, Tx};

use super::access::{row_path, visible};
use super::clause::{Conditions, named};
use crate::app::App;
use crate::error::Result;
use crate::html::{time, yuan};
use crate::visitor::Visitor;

/// The limit of moments; the latest are shown.
const MOST_SHOWN: i64 = 100;

/// Reads what happened to a row, the earliest first; nothing for a resource without a timeline.
pub async fn read(app: &App, resource: &'static Resource, key: &str) -> Result<Vec<Moment>> {
    let (Some(Timeline { sql, of, words }), Ok(key)) = (resource.timeline, key.parse()) else {
        return Ok(Vec::new());
    };
    let job = move |tx: &mut Tx<'_>| {
        let mut conditions = Conditions::none();
        let sql = conditions.with_key(&named(sql, of, resource), key);
        let text =
            format!("SELECT {} FROM ({sql}) life ORDER BY at DESC LIMIT {MOST_SHOWN}", Moment::SELECT_LIST);
        let mut moments: Vec<Moment> = tx.query(Sql::Built(&text), &conditions.values())?;
        // Of one transaction: in the order of the words.
        let place = |what: &str| words.iter().position(|choice| choice.value == what);
        moments.sort_by_key(|moment| (moment.at, place(&moment.what), moment.key));
        Ok::<_, miaohui_db::Error>(moments)
    };
    Ok(app.db.read(job).await?)
}

/// Draws the moments.
pub fn draw(app: &App, visitor: &Visitor, resource: &Resource, moments: &[Moment]) -> Markup {
    let Some(timeline) = resource.timeline.filter(|_| !moments.is_empty()) else { return html! {} };
    let page = |moment: &Moment| {
        let other = visible(app, visitor, &moment.resource).ok()?;
        Some((row_path(other, &moment.key.to_string()), format!("{} {}", visitor.l(other.title), moment.key)))
    };
    html! {
        section.related aria-label=(visitor.t("经过", "What happened")) {
            h2 { (visitor.t("经过", "What happened")) }
            ol.timeline { @for moment in moments { li {
                (time(moment.at)) " "
                @match Choice::named(timeline.words, &moment.what) {
                    Some(choice) => span.choice.(choice.tone.name()) { (visitor.l(choice.label)) },
                    None => (moment.what),
                }
                @if let Some(fen) = moment.fen { " " strong { (yuan(fen)) } }
                @if !moment.detail.is_empty() { " " span.said { (moment.detail) } }
                @if let Some((path, name)) = page(moment) { " " a href=(path) { (name) } }
            } } }
        }
    }
}
