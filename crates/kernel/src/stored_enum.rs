//! Enums with stored values. Each variant and its column value are written once, side by side.

/// Defines an enum with column values (integers or words), and a macro that writes them in SQL
/// texts.
///
/// `miaohui_db::stored_enum!` defines enums that can also be columns and parameters.
///
/// ```
/// miaohui_kernel::stored_enum! {
///     /// The status of an order.
///     pub enum OrderStatus: i64 as order_status {
///         /// Not paid yet.
///         Pending = 0,
///         /// Paid.
///         Done = 1,
///     }
/// }
/// assert_eq!(OrderStatus::Done.value(), 1);
/// assert_eq!(OrderStatus::from_value(1), Some(OrderStatus::Done));
/// assert_eq!(concat!("status = ", order_status!(Pending)), "status = 0");
/// ```
///
/// The macro writes a word with its quotes: `concat!("state = ", report_state!(Open))` is
/// `state = 'open'`.
#[macro_export]
macro_rules! stored_enum {
    (
        $(#[$($doc:tt)*])* $vis:vis enum $name:ident: i64 as $sql:ident {
            $($(#[$($variant_doc:tt)*])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $crate::stored_enum!(@type i64, i64, $(#[$($doc)*])* $vis enum $name { $($(#[$($variant_doc)*])* $variant = $value),* });
        #[allow(unused_macros, reason = "not every enum is used in an SQL text")]
        macro_rules! $sql { $(($variant) => { $value };)* }
        #[allow(unused_imports, reason = "not every enum is used in another file")]
        pub(crate) use $sql;
    };
    (
        $(#[$($doc:tt)*])* $vis:vis enum $name:ident: str as $sql:ident {
            $($(#[$($variant_doc:tt)*])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $crate::stored_enum!(
            @type &'static str, &str, $(#[$($doc)*])* $vis enum $name { $($(#[$($variant_doc)*])* $variant = $value),* }
        );
        #[allow(unused_macros, reason = "not every enum is used in an SQL text")]
        macro_rules! $sql { $(($variant) => { concat!("'", $value, "'") };)* }
        #[allow(unused_imports, reason = "not every enum is used in another file")]
        pub(crate) use $sql;
    };
    (
        @type $type:ty, $arg:ty, $(#[$($doc:tt)*])* $vis:vis enum $name:ident {
            $($(#[$($variant_doc:tt)*])* $variant:ident = $value:literal),*
        }
    ) => {
        $(#[$($doc)*])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$($variant_doc)*])* $variant),* }

        #[allow(dead_code, reason = "every stored enum has the same functions")]
        impl $name {
            /// All variants, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value in columns and in JSON.
            pub const fn value(self) -> $type {
                match self { $(Self::$variant => $value),* }
            }

            /// The variant with this value.
            pub fn from_value(value: $arg) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.value() == value)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.value(), serializer)
            }
        }

        impl $crate::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                let mut schema = <$arg as $crate::schemars::JsonSchema>::json_schema(generator);
                schema.remove("format");
                schema.insert("enum".to_owned(), vec![$($value),*].into());
                schema.insert("x-enum-varnames".to_owned(), vec![$(stringify!($variant)),*].into());
                let states = [$((
                    stringify!($value), stringify!($variant), concat!($($crate::doc_text!($($variant_doc)*)),*),
                )),*];
                let description = $crate::described_states(concat!($($crate::doc_text!($($doc)*)),*), &states);
                schema.insert("description".to_owned(), description.into());
                schema
            }
        }
    };
}

/// What a stored enum says about itself in the API reference: its own words, then each value with its
/// name and its words.
#[doc(hidden)]
pub fn described_states(docs: &str, states: &[(&str, &str, &str)]) -> String {
    let plain = |text: &str| text.trim().trim_end_matches('.').to_owned();
    let one = |(value, name, docs): &(&str, &str, &str)| {
        format!("`{}` {name}: {}", value.trim_matches('"'), plain(docs))
    };
    format!("{}. {}.", plain(docs), states.iter().map(one).collect::<Vec<_>>().join("; "))
}
