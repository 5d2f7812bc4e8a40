//! A path of the table and its operations.

use crate::operation::Operation;

/// A path and the operations on it.
pub struct Resource {
    /// The path with its trailing slash; `{id}` and `{sid}` are numbers.
    pub path: &'static str,
    /// The operations, in the order of the table.
    pub operations: Vec<Operation>,
}

impl Resource {
    /// Builds a path with its operations.
    pub fn at(path: &'static str, operations: impl Operations) -> Self {
        let mut list = Vec::new();
        operations.add_to(&mut list);
        Self { path, operations: list }
    }
}

/// One operation, or several in an array or a tuple.
pub trait Operations {
    /// Appends the operations to a list.
    fn add_to(self, list: &mut Vec<Operation>);
}

impl Operations for Operation {
    fn add_to(self, list: &mut Vec<Operation>) {
        list.push(self);
    }
}

impl<const N: usize> Operations for [Operation; N] {
    fn add_to(self, list: &mut Vec<Operation>) {
        list.extend(self);
    }
}

impl<A: Operations, B: Operations> Operations for (A, B) {
    fn add_to(self, list: &mut Vec<Operation>) {
        self.0.add_to(list);
        self.1.add_to(list);
    }
}

impl<A: Operations, B: Operations, C: Operations> Operations for (A, B, C) {
    fn add_to(self, list: &mut Vec<Operation>) {
        (self.0, self.1).add_to(list);
        self.2.add_to(list);
    }
}

impl<A: Operations, B: Operations, C: Operations, D: Operations> Operations for (A, B, C, D) {
    fn add_to(self, list: &mut Vec<Operation>) {
        (self.0, self.1).add_to(list);
        (self.2, self.3).add_to(list);
    }
}
