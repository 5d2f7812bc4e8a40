//! Saved views of a list, of each staff member: the query of its address under a name. The view
//! without a name is what the list begins with: its columns and the rows of a page.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Label, Resource, need};
use miaohui_db::{Result as DbResult, Tx};

use super::access::{list_path, visible};
use super::address::Address;
use crate::app::App;
use crate::error::Result;
use crate::failure::Failure;
use crate::form::SubmittedForm;
use crate::html::see_other;
use crate::staff::StaffId;
use crate::visitor::Visitor;

/// Most views of a list, and the most characters of a name and of a query.
const MOST_VIEWS: usize = 20;
const MOST_NAME: usize = 30;
const MOST_QUERY: usize = 2000;

/// What the view without a name keeps.
const KEPT: [&str; 2] = ["col", "size"];

/// A saved view.
pub struct View {
    name: String,
    query: String,
}

type Pairs = Vec<(String, String)>;

/// The visitor's views of a list, and the pairs of its address with what the list begins with.
pub async fn of_list(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    pairs: &[(String, String)],
) -> Result<(Vec<View>, Pairs)> {
    let staff = visitor.staff.id;
    let views: Vec<View> = app.db.read(move |tx| read(tx, staff, resource)).await?;
    let mut all = pairs.to_vec();
    if let Some(first) = views.iter().find(|view| view.name.is_empty()) {
        for (name, value) in form_urlencoded::parse(first.query.as_bytes()).into_owned() {
            if !pairs.iter().any(|(given, _)| *given == name) {
                all.push((name, value));
            }
        }
    }
    Ok((views, all))
}

/// The part of a query that the view without a name keeps.
fn kept(query: &str) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let pairs = pairs.filter(|(name, _)| KEPT.contains(&name.as_ref()));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn read(tx: &mut Tx<'_>, staff: StaffId, resource: &Resource) -> DbResult<Vec<View>> {
    let rows: Vec<(String, String)> = tx.query(
        "SELECT name, query FROM console_view WHERE staff_id = $1 AND resource = $2 ORDER BY name",
        &[staff.into(), resource.name.into()],
    )?;
    Ok(rows.into_iter().map(|(name, query)| View { name, query }).collect())
}

/// The views of a list, and the form that saves the one that is shown.
pub fn panel(visitor: &Visitor, resource: &Resource, address: &Address, views: &[View]) -> Markup {
    let (base, now) = (list_path(resource), address.with("page", ""));
    let named = || views.iter().filter(|view| !view.name.is_empty());
    html! {
        @for view in named() {
            a.view href=(format!("{base}?{}", view.query)) aria-current=[(now.trim_start_matches('?') == view.query).then_some("page")] { (view.name) }
        }
        details.columns { summary { (visitor.t("视图", "Views")) } div.panel {
            form.views method="post" action=(format!("{base}/views")) {
                (visitor.csrf_field())
                input type="hidden" name="query" value=(now.trim_start_matches('?'));
                label { (visitor.t("名称", "Name")) input type="text" name="view" maxlength=(MOST_NAME); }
                button name="do" value="save" { (visitor.t("保存为我的视图", "Save as my view")) }
                button name="do" value="begin" { (visitor.t("记住显示列和每页条数", "Keep columns and rows a page")) }
                @for view in named() {
                    button.plain name="delete" value=(view.name) { (visitor.t("删除", "Delete")) " " (view.name) }
                }
            }
        } }
    }
}

/// Saves or deletes a view of the visitor's own.
pub async fn change(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::UseConsole>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = visible(&app, &visitor, &name)?;
            let staff = visitor.staff.id;
            let (query, deleted) = (form.text("query").to_owned(), form.text("delete").to_owned());
            let next = format!("{}?{query}", list_path(resource));
            let is_first = form.text("do") == "begin";
            let name = if is_first { String::new() } else { form.text("view").to_owned() };
            // What was searched, such as a phone, is not kept.
            let query = if is_first { kept(&query) } else { query };
            if query.len() > MOST_QUERY || name.chars().count() > MOST_NAME {
                return Err(Label("名称或条件太长", "The name or the query is too long").into());
            }
            if deleted.is_empty() && name.is_empty() && !is_first {
                return Err(Label("请给视图起个名称", "Give the view a name").into());
            }
            let now = app.clock.now_ms();
            let job = move |tx: &mut Tx<'_>| -> DbResult<bool> {
                if !deleted.is_empty() {
                    let sql = "DELETE FROM console_view WHERE staff_id = $1 AND resource = $2 AND name = $3";
                    tx.execute(sql, &[staff.into(), resource.name.into(), (&deleted).into()])?;
                    return Ok(true);
                }
                let views = read(tx, staff, resource)?;
                if views.len() >= MOST_VIEWS && !views.iter().any(|view| view.name == name) {
                    return Ok(false);
                }
                tx.execute(
                    "INSERT INTO console_view (staff_id, resource, name, query, created_at)
                     VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (staff_id, resource, name) DO UPDATE SET query = excluded.query",
                    &[staff.into(), resource.name.into(), (&name).into(), (&query).into(), now.into()],
                )?;
                Ok(true)
            };
            if !app.db.write(job).await? {
                return Err(
                    Label("视图太多，请先删除一些", "There are too many views: delete some first").into()
                );
            }
            Ok(see_other(&next))
        })
        .await
}
