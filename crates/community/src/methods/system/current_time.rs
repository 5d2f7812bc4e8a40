//! 取系统当前时间 (不用登录可用): reads the server's time in Unix ms.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::params::NoParams;
use crate::{App, Caller, Result};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// Time of the server, in Unix ms.
    time: i64,
}

pub async fn run(_: Arc<App>, caller: Caller, _: NoParams) -> Result<Reply> {
    Ok(Reply { time: caller.now })
}
