//! 游戏评论发表: comments on a game, or answers a comment of it with `reply_id`. Errors: 505
//! unknown game, 302 unknown comment, 111 blocked by the author of the answered comment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::{GameCommentId, GameId};
use crate::params::{Id, ModeratedText};
use crate::store::game;
use crate::subject::Subject;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id<GameId>,
    /// The comment that is answered.
    reply_id: Option<Id<GameCommentId>>,
    /// Text.
    content: ModeratedText<1, 1000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    comment_id: GameCommentId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(game_id) = params.game_id;
    game::find(call.tx, call.user, game_id)?.ok_or(Code::NoGame)?;
    let reply_id = params.reply_id.map(|Id(id)| id);
    if let Some(id) = reply_id {
        let answered = game::find_comment(call.tx, id)?.filter(|(game, _)| *game == game_id);
        let (_, author) = answered.ok_or(Code::NoComment)?;
        call.require_not_blocked_by(author)?;
    }
    let comment_id = game::insert_comment(call.tx, game_id, call.user, &params.content, reply_id, call.now)?;
    call.set_subject(Subject::GameComment, comment_id);
    Ok(Reply { comment_id })
}
