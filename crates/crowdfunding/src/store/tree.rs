//! Trees of comments. A page of top comments with everything below them takes two statements, or
//! three when something is omitted.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use miaohui_db::{Result, Slice, Tx};

use super::node::{Leaf, Node, arrange};

/// Most comments that one reply shows below its top comments.
const MOST_BELOW: i64 = 1_000;

/// The statements of one table of comments. `$1` is the place (project or topic) or the comment.
pub struct Tree<L> {
    /// Selects the top comments of a place: `$2` rows after `$3`.
    pub tops: &'static str,
    /// Counts the top comments of a place.
    pub count: &'static str,
    /// Selects what is below the top comments `$1`, oldest first, at most `$2` rows.
    pub below: &'static str,
    /// Counts what is below each of the top comments `$1`.
    pub count_below: &'static str,
    /// Selects a comment and everything below it, oldest first, at most `$2` rows.
    pub subtree: &'static str,
    /// Counts a comment and everything below it.
    pub count_subtree: &'static str,
    /// Deletes a comment and everything below it.
    pub delete: &'static str,
    /// Selects the place and the top comment of a comment.
    pub place: &'static str,
    /// Hides a comment and what is below it and not hidden yet.
    pub hide: &'static str,
    /// Shows again what was hidden with a comment, unless its parent is hidden.
    pub restore: &'static str,
    /// The row type.
    pub leaf: PhantomData<fn() -> L>,
}

/// Builds a [`Tree`] from the table, its column of places, the macro of the row's columns and the
/// FROM clause, which names the table `c`.
macro_rules! tree {
    ($table:literal, $place:literal, $columns:ident, $from:literal) => {
        $crate::store::tree::Tree {
            tops: concat!(
                "SELECT ",
                $columns!(),
                $from,
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
                "SELECT ",
                $columns!(),
                $from,
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
                " b JOIN sub ON b.parent_id = sub.id WHERE b.hidden_under IS NULL) SELECT ",
                $columns!(),
                $from,
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
            leaf: std::marker::PhantomData,
        }
    };
}
pub(super) use tree;

impl<L: Leaf> Tree<L> {
    /// Lists a page of a place's top comments with everything below them, and counts the top
    /// comments.
    pub fn page(&self, tx: &mut Tx<'_>, place: L::Place, slice: Slice) -> Result<(i64, Vec<Node<L>>)> {
        let (count,) = tx.query_one(self.count, &[place.into()])?;
        let tops: Vec<L> = tx.query(self.tops, &[place.into(), slice.limit.into(), slice.offset.into()])?;
        let ids: Vec<L::Id> = tops.iter().map(Leaf::id).collect();
        let below: Vec<L> = tx.query(self.below, &[(&ids).into(), MOST_BELOW.into()])?;
        let whole = (below.len() as i64) < MOST_BELOW;
        let mut nodes = arrange(tops.into_iter().chain(below).collect());
        // An answer that was written while its parent was being hidden is not shown.
        nodes.retain(|node| node.leaf.parent().is_none());
        if !whole {
            let totals: Vec<(L::Id, i64)> = tx.query(self.count_below, &[(&ids).into()])?;
            let totals: BTreeMap<L::Id, i64> = totals.into_iter().collect();
            for node in &mut nodes {
                node.count_omitted(totals.get(&node.leaf.id()).copied().unwrap_or(0));
            }
        }
        Ok((count, nodes))
    }

    /// Finds a comment with everything below it.
    pub fn subtree(&self, tx: &mut Tx<'_>, id: L::Id) -> Result<Option<Node<L>>> {
        let rows: Vec<L> = tx.query(self.subtree, &[id.into(), (MOST_BELOW + 1).into()])?;
        let whole = (rows.len() as i64) <= MOST_BELOW;
        let mut node = arrange(rows).into_iter().next();
        if let (false, Some(node)) = (whole, &mut node) {
            let (total,): (i64,) = tx.query_one(self.count_subtree, &[id.into()])?;
            node.count_omitted(total - 1);
        }
        Ok(node)
    }

    /// Deletes a comment with everything below it.
    pub fn delete(&self, tx: &mut Tx<'_>, id: L::Id) -> Result<()> {
        tx.execute(self.delete, &[id.into()])?;
        Ok(())
    }

    /// Hides a comment with everything below it; `false` when it is hidden already or does not
    /// exist.
    pub fn hide(&self, tx: &mut Tx<'_>, id: L::Id) -> Result<bool> {
        Ok(tx.execute(self.hide, &[id.into()])? > 0)
    }

    /// Shows again what was hidden with a comment; `false` when nothing was hidden with it.
    pub fn restore(&self, tx: &mut Tx<'_>, id: L::Id) -> Result<bool> {
        Ok(tx.execute(self.restore, &[id.into()])? > 0)
    }

    /// Finds the place of a comment and the top comment of its tree.
    pub fn place(&self, tx: &mut Tx<'_>, id: L::Id) -> Result<Option<(L::Place, L::Id)>> {
        tx.query_opt(self.place, &[id.into()])
    }
}
