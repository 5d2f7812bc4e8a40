//! 游戏评论发表: comments on a game, or with `reply_id` answers a comment of it. An unknown game is 505, an unknown comment 302; who is
//! blocked by its author may not answer it (111).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Written};
use crate::store::game;
use crate::subject::Subject;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id,
    reply_id: Option<Id>,
    content: Written<1, 1000>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    comment_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(game_id) = params.game_id;
    game::find(call.tx, call.me, game_id)?.ok_or(Code::NoGame)?;
    let reply_id = params.reply_id.map(|Id(id)| id);
    if let Some(id) = reply_id {
        let place = game::comment_place(call.tx, id)?.filter(|(game, _)| *game == game_id);
        let (_, author) = place.ok_or(Code::NoComment)?;
        call.require_welcome(author)?;
    }
    let comment_id = game::insert_comment(call.tx, game_id, call.me, &params.content, reply_id, call.now)?;
    call.wrote(Subject::GameComment, comment_id);
    Ok(Reply { comment_id })
}
