//! Fields that are numbers.

use std::ops::RangeInclusive;

use miaohui_kernel::Fen;
use serde_json::json;

use super::Fields;
use crate::code::Code;
use crate::values::{integer, integer_schema};
use crate::wire::Yuan;

impl Fields<'_, '_, '_> {
    /// Reads an integer in a range.
    pub fn integer(&mut self, name: &str, range: RangeInclusive<i64>, old: Option<i64>) -> i64 {
        self.required(name, old, integer_schema(&range, false), |_, value| integer(value, &range))
    }

    /// Reads an integer in a range, or none.
    pub fn optional_integer(
        &mut self,
        name: &str,
        range: RangeInclusive<i64>,
        old: Option<Option<i64>>,
    ) -> Option<i64> {
        let schema = integer_schema(&range, true);
        self.optional(name, old, schema, |_, value| integer(value, &range).map(Some))
    }

    /// Reads a stored enum by its value. `all`: its variants, whose values are consecutive.
    pub fn stored<T: Copy>(
        &mut self,
        name: &str,
        all: &[T],
        value: fn(T) -> i64,
        old: Option<T>,
    ) -> Option<T> {
        let bound = |variant: Option<&T>| variant.map_or(0, |variant| value(*variant));
        let number = self.integer(name, bound(all.first())..=bound(all.last()), old.map(value));
        all.iter().copied().find(|variant| value(*variant) == number)
    }

    /// Reads money above zero, in yuan with at most two decimals.
    pub fn money(&mut self, name: &str, old: Option<Fen>) -> Fen {
        let schema = json!({ "type": ["number", "string"], "exclusiveMinimum": 0 });
        self.required(name, old, schema, |_, value| {
            let money = Yuan::parse(value).map(|Yuan(money)| money);
            money.filter(|money| money.is_positive()).ok_or(Code::InvalidData)
        })
    }
}
