//! Comments with their answers, arranged from rows.

use std::collections::BTreeMap;

use miaohui_db::FromRow;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ids::Id;

/// Deepest level that is shown. JSON parsers limit the depth of what they read.
const DEEPEST: usize = 40;

/// A comment as a row of a tree.
pub trait Leaf: FromRow + Clone {
    /// The id of a comment.
    type Id: Id;
    /// The id of the thing that the comments are about.
    type Place: Id;

    /// The comment's id, which is greater than its parent's.
    fn id(&self) -> Self::Id;

    /// The comment that it answers.
    fn parent(&self) -> Option<Self::Id>;
}

/// A comment with its answers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "{T}Tree")]
pub struct Node<T> {
    /// The comment.
    #[serde(flatten)]
    pub leaf: T,
    /// Its answers, oldest first.
    pub children: Vec<Node<T>>,
    /// Number of comments below this one that are omitted because they are too many or too deep.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub children_omitted: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

impl<T> Node<T> {
    /// Adds to `children_omitted` what is missing from `total` comments below this one.
    pub(super) fn count_omitted(&mut self, total: i64) {
        fn counted<T>(node: &Node<T>) -> i64 {
            node.children_omitted + node.children.iter().map(|child| 1 + counted(child)).sum::<i64>()
        }
        self.children_omitted += total - counted(self);
    }
}

/// Arranges rows, parents first, into trees. A row whose parent is missing becomes a root.
pub(super) fn arrange<T: Leaf>(rows: Vec<T>) -> Vec<Node<T>> {
    let mut depths: BTreeMap<T::Id, usize> = BTreeMap::new();
    let mut kept: BTreeMap<T::Id, Node<T>> = BTreeMap::new();
    // The last ancestor that is shown, for each comment that is too deep.
    let mut shown_above: BTreeMap<T::Id, T::Id> = BTreeMap::new();
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
    // From the greatest id down, a node has all its children when it is moved to its parent.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CommentId, ProjectId};

    miaohui_db::row! {
        #[derive(Clone, Debug)]
        struct Row as row_columns {
            id: CommentId = "id",
            parent: Option<CommentId> = "parent_id",
        }
    }

    impl Leaf for Row {
        type Id = CommentId;
        type Place = ProjectId;

        fn id(&self) -> CommentId {
            self.id
        }

        fn parent(&self) -> Option<CommentId> {
            self.parent
        }
    }

    fn row(id: i64, parent: Option<i64>) -> Row {
        Row { id: CommentId(id), parent: parent.map(CommentId) }
    }

    fn outline(nodes: &[Node<Row>]) -> String {
        let one = |node: &Node<Row>| {
            let below = outline(&node.children);
            if below.is_empty() { node.leaf.id.to_string() } else { format!("{}({below})", node.leaf.id) }
        };
        nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_are_arranged_under_their_parents() {
        let rows =
            [(1, None), (2, None), (3, Some(1)), (4, Some(3)), (5, Some(1)), (6, Some(3)), (7, Some(2))];
        let nodes = arrange(rows.map(|(id, parent)| row(id, parent)).to_vec());
        assert_eq!(outline(&nodes), "1(3(4 6) 5) 2(7)");
    }

    #[test]
    fn comments_that_are_too_deep_are_counted() {
        let rows = (1..=100).map(|id| row(id, (id > 1).then(|| id - 1))).collect();
        let mut node = &arrange(rows)[0];
        let mut shown = 1;
        while let Some(child) = node.children.first() {
            (node, shown) = (child, shown + 1);
        }
        assert_eq!((shown, node.children_omitted), (1 + DEEPEST, 99 - DEEPEST as i64));
    }
}
