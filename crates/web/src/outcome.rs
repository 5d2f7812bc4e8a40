//! What the log and the metrics say of a call.

/// The outcome of a call, which its handler sets as a response extension.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The documented name of the method or route.
    pub operation: &'static str,
    /// The API's own code; 0 is success.
    pub code: i32,
}
