//! Trees of comments: a page of top comments with all that hangs under them is two statements, however deep it goes.

use std::collections::BTreeMap;

use miaohui_db::{FromRow, Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

/// Most comments that one answer shows under its top comments.
const MOST_BELOW: i64 = 1_000;
/// Deepest level that is shown: JSON readers have limits of their own.
const DEEPEST: usize = 40;

/// A comment as a tree shows it.
pub trait Leaf: FromRow + Clone {
    /// Its id; a child's is greater than its parent's.
    fn id(&self) -> i64;

    /// The comment that it answers.
    fn parent(&self) -> Option<i64>;
}

/// A comment with its answers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Node<T> {
    /// The comment.
    #[serde(flatten)]
    pub leaf: T,
    /// Its answers, the oldest first.
    pub children: Vec<Node<T>>,
    /// How many comments below this one are not shown, because there are too many or they are too deep.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub children_omitted: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

/// The statements of one table of comments. `$1` is the place (project, topic) or the comment.
pub struct Tree {
    /// Top comments of a place: `$2` rows after `$3`.
    pub tops: &'static str,
    /// How many top comments a place has.
    pub count: &'static str,
    /// All below the top comments `$1`, the oldest first, at most `$2`.
    pub below: &'static str,
    /// How many there are below each of the top comments `$1`.
    pub count_below: &'static str,
    /// A comment and all below it, the oldest first, at most `$2`.
    pub subtree: &'static str,
    /// How many a comment and all below it are.
    pub count_subtree: &'static str,
    /// Deletes a comment and all below it.
    pub delete: &'static str,
    /// The place and the top comment of a comment.
    pub place: &'static str,
    /// Hides a comment and all below it that is not hidden yet.
    pub hide: &'static str,
    /// Shows again what was hidden with a comment, unless what is above it is hidden.
    pub restore: &'static str,
}

/// `select` ends in the FROM that names the table `c`.
macro_rules! tree {
    ($table:literal, $place:literal, $select:literal) => {
        $crate::store::tree::Tree {
            tops: concat!(
                $select,
                " WHERE c.",
                $place,
                " = $1 AND c.parent_id IS NULL AND c.hidden_under IS NULL ORDER BY c.id LIMIT $2 OFFSET $3"
            ),
            count: concat!(
                "SELECT COUNT(*) FROM ",
                $table,
                " WHERE ",
                $place,
                " = $1 AND parent_id IS NULL AND hidden_under IS NULL"
            ),
            below: concat!(
                $select,
                " WHERE c.root_id IN LIST($1) AND c.hidden_under IS NULL ORDER BY c.id LIMIT $2"
            ),
            count_below: concat!(
                "SELECT root_id, COUNT(*) FROM ",
                $table,
                " WHERE root_id IN LIST($1) AND hidden_under IS NULL GROUP BY root_id"
            ),
            subtree: concat!(
                "WITH RECURSIVE sub(id) AS (SELECT id FROM ",
                $table,
                " WHERE id = $1 AND hidden_under IS NULL
                   UNION ALL SELECT b.id FROM ",
                $table,
                " b JOIN sub ON b.parent_id = sub.id WHERE b.hidden_under IS NULL) ",
                $select,
                " WHERE c.id IN (SELECT id FROM sub) ORDER BY c.id LIMIT $2"
            ),
            count_subtree: concat!(
                "WITH RECURSIVE sub(id) AS (SELECT id FROM ",
                $table,
                " WHERE id = $1 AND hidden_under IS NULL
                   UNION ALL SELECT b.id FROM ",
                $table,
                " b JOIN sub ON b.parent_id = sub.id WHERE b.hidden_under IS NULL)
                 SELECT COUNT(*) FROM sub"
            ),
            delete: concat!(
                "DELETE FROM ",
                $table,
                " WHERE id IN (
                   WITH RECURSIVE sub(id) AS (SELECT id FROM ",
                $table,
                " WHERE id = $1
                     UNION ALL SELECT b.id FROM ",
                $table,
                " b JOIN sub ON b.parent_id = sub.id)
                   SELECT id FROM sub)"
            ),
            place: concat!(
                "SELECT ",
                $place,
                ", COALESCE(root_id, id) FROM ",
                $table,
                " WHERE id = $1 AND hidden_under IS NULL"
            ),
            hide: concat!(
                "UPDATE ",
                $table,
                " SET hidden_under = $1 WHERE hidden_under IS NULL AND id IN (
                   WITH RECURSIVE sub(id) AS (SELECT id FROM ",
                $table,
                " WHERE id = $1 AND hidden_under IS NULL
                     UNION ALL SELECT b.id FROM ",
                $table,
                " b JOIN sub ON b.parent_id = sub.id)
                   SELECT id FROM sub)"
            ),
            restore: concat!(
                "UPDATE ",
                $table,
                " SET hidden_under = (SELECT a.hidden_under FROM ",
                $table,
                " c JOIN ",
                $table,
                " a ON a.id = c.parent_id WHERE c.id = $1) WHERE hidden_under = $1"
            ),
        }
    };
}
pub(super) use tree;

impl Tree {
    /// A page of a place's top comments with all below them, and how many top comments there are.
    pub fn page<T: Leaf>(
        &self,
        tx: &mut Tx<'_>,
        place: i64,
        limit: i64,
        offset: i64,
    ) -> Result<(i64, Vec<Node<T>>)> {
        let (count,) = tx.query_one(self.count, &[place.into()])?;
        let tops: Vec<T> = tx.query(self.tops, &[place.into(), limit.into(), offset.into()])?;
        let ids: Vec<i64> = tops.iter().map(Leaf::id).collect();
        let below: Vec<T> = tx.query(self.below, &[(&ids).into(), MOST_BELOW.into()])?;
        let whole = (below.len() as i64) < MOST_BELOW;
        let mut nodes = grow(tops.into_iter().chain(below).collect());
        // An answer that was written while what it answers was hidden stands nowhere.
        nodes.retain(|node| node.leaf.parent().is_none());
        if !whole {
            let totals: Vec<(i64, i64)> = tx.query(self.count_below, &[(&ids).into()])?;
            let totals: BTreeMap<i64, i64> = totals.into_iter().collect();
            for node in &mut nodes {
                say_omitted(node, totals.get(&node.leaf.id()).copied().unwrap_or(0));
            }
        }
        Ok((count, nodes))
    }

    /// A comment with all below it.
    pub fn subtree<T: Leaf>(&self, tx: &mut Tx<'_>, id: i64) -> Result<Option<Node<T>>> {
        let rows: Vec<T> = tx.query(self.subtree, &[id.into(), (MOST_BELOW + 1).into()])?;
        let whole = (rows.len() as i64) <= MOST_BELOW;
        let mut node = grow(rows).into_iter().next();
        if let (false, Some(node)) = (whole, &mut node) {
            let (total,): (i64,) = tx.query_one(self.count_subtree, &[id.into()])?;
            say_omitted(node, total - 1);
        }
        Ok(node)
    }

    /// Deletes a comment with all below it.
    pub fn delete(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        tx.execute(self.delete, &[id.into()])?;
        Ok(())
    }

    /// Hides a comment with all below it from everybody; `false`: it is hidden already, or there is none.
    pub fn hide(&self, tx: &mut Tx<'_>, id: i64) -> Result<bool> {
        Ok(tx.execute(self.hide, &[id.into()])? > 0)
    }

    /// Shows again what was hidden with a comment; `false`: it was not hidden by itself, or there is none.
    pub fn restore(&self, tx: &mut Tx<'_>, id: i64) -> Result<bool> {
        Ok(tx.execute(self.restore, &[id.into()])? > 0)
    }

    /// Where a comment is, and the top comment it hangs under.
    pub fn place(&self, tx: &mut Tx<'_>, id: i64) -> Result<Option<(i64, i64)>> {
        tx.query_opt(self.place, &[id.into()])
    }
}

/// Puts rows, parents first, under one another; those whose parent is not among them are the roots.
fn grow<T: Leaf>(rows: Vec<T>) -> Vec<Node<T>> {
    let mut depths: BTreeMap<i64, usize> = BTreeMap::new();
    let mut kept: BTreeMap<i64, Node<T>> = BTreeMap::new();
    // Of what is too deep: the last ancestor that is shown.
    let mut shown_above: BTreeMap<i64, i64> = BTreeMap::new();
    for leaf in rows {
        let (id, parent) = (leaf.id(), leaf.parent());
        let depth = parent.and_then(|parent| depths.get(&parent)).map_or(0, |depth| depth + 1);
        depths.insert(id, depth);
        if depth <= DEEPEST {
            kept.insert(id, Node { leaf, children: Vec::new(), children_omitted: 0 });
        } else if let Some(parent) = parent {
            let above = shown_above.get(&parent).copied().unwrap_or(parent);
            shown_above.insert(id, above);
            if let Some(node) = kept.get_mut(&above) {
                node.children_omitted += 1;
            }
        }
    }
    let mut roots = Vec::new();
    // The youngest first: whoever is taken has all its answers already.
    while let Some((_, mut node)) = kept.pop_last() {
        node.children.reverse();
        match node.leaf.parent().and_then(|parent| kept.get_mut(&parent)) {
            Some(parent) => parent.children.push(node),
            None => roots.push(node),
        }
    }
    roots.reverse();
    roots
}

/// Says at the top how many of `total` below it are shown nowhere.
fn say_omitted<T>(top: &mut Node<T>, total: i64) {
    fn known<T>(node: &Node<T>) -> i64 {
        node.children_omitted + node.children.iter().map(|child| 1 + known(child)).sum::<i64>()
    }
    top.children_omitted += total - known(top);
}

#[cfg(test)]
mod tests {
    use super::*;
    use miaohui_db::Row;

    #[derive(Clone, Debug)]
    struct Tiny(i64, Option<i64>);

    impl FromRow for Tiny {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get(0)?, row.get(1)?))
        }
    }

    impl Leaf for Tiny {
        fn id(&self) -> i64 {
            self.0
        }

        fn parent(&self) -> Option<i64> {
            self.1
        }
    }

    fn drawn(nodes: &[Node<Tiny>]) -> String {
        let one = |node: &Node<Tiny>| {
            let below = drawn(&node.children);
            if below.is_empty() { node.leaf.0.to_string() } else { format!("{}({below})", node.leaf.0) }
        };
        nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_grow_into_trees() {
        let rows =
            [(1, None), (2, None), (3, Some(1)), (4, Some(3)), (5, Some(1)), (6, Some(3)), (7, Some(2))];
        let nodes = grow(rows.map(|(id, parent)| Tiny(id, parent)).to_vec());
        assert_eq!(drawn(&nodes), "1(3(4 6) 5) 2(7)");
    }

    #[test]
    fn what_is_too_deep_is_counted() {
        let rows = (1..=100).map(|id| Tiny(id, (id > 1).then(|| id - 1))).collect();
        let mut node = &grow(rows)[0];
        let mut shown = 1;
        while let Some(child) = node.children.first() {
            (node, shown) = (child, shown + 1);
        }
        assert_eq!((shown, node.children_omitted), (1 + DEEPEST, 99 - DEEPEST as i64));
    }
}
