//! A call on its way from the envelope to its method.

use miaohui_db::Tx;
use miaohui_kernel::sha256_hex;
use miaohui_moderation::{Queued, Words};
use miaohui_web::ClientAddress;
use miaohui_web::idempotency::{self, Begun, Once};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::store::session;
use crate::subject::Subject;
use crate::{App, Call, Caller, Code, Error, Result};

/// A decoded call on its way to its method.
pub(crate) struct Arrived {
    pub params: Map<String, Value>,
    pub caller: Caller,
    /// A parameter with a word that is refused.
    refused: Option<String>,
    /// What makes it happen once, if the client asks for that.
    pub once: Option<Once>,
}

impl Arrived {
    pub fn new(params: Map<String, Value>, address: ClientAddress, now: i64, once: Option<Once>) -> Self {
        Self { params, caller: Caller { address, now, queued: Queued::default() }, refused: None, once }
    }

    /// Takes the texts through the words, before anything is made of them.
    pub fn check(&mut self, words: &Words, written: &[String]) {
        for name in written {
            if let Some(Value::String(text)) = self.params.get_mut(name)
                && words.apply(text, &mut self.caller.queued).is_err()
            {
                self.refused = Some(name.clone());
                return;
            }
        }
    }

    pub fn decode<P: DeserializeOwned>(self) -> Result<P> {
        match self.refused {
            Some(name) => Err(Error::parameter(&name, "包含敏感词，请修改后再试")),
            None => decode(self.params),
        }
    }
}

/// A member's call, ready to be run in a transaction (again and again, if it must).
pub(crate) struct Member<P> {
    pub token_hash: String,
    pub now: i64,
    pub params: Result<P, String>,
    queued: Queued,
    pub once: Option<Once>,
}

/// Whose keys a user's are.
fn owner(user: i64) -> String {
    format!("community:{user}")
}

/// Whose keys those are that come with a token.
pub(crate) fn owner_of(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<String> {
    session::find(tx, token_hash, now)?.map(owner).ok_or_else(|| Code::BadToken.into())
}

impl<P: DeserializeOwned> Member<P> {
    /// Takes the token out of a call; without one that could be one it is refused.
    pub fn of(mut arrived: Arrived) -> Result<Self> {
        let token = match arrived.params.get("token") {
            None | Some(Value::Null) => return Err(Code::NotLoggedIn.into()),
            Some(Value::String(token)) if token.is_empty() => return Err(Code::NotLoggedIn.into()),
            Some(Value::String(token)) => token,
            Some(_) => return Err(Code::BadToken.into()),
        };
        let token_hash = sha256_hex(token);
        let (now, queued, once) = (arrived.caller.now, arrived.caller.queued.clone(), arrived.once.take());
        // Who calls is asked before what they say.
        let params = arrived.decode().map_err(|error| match error {
            Error::Refused { text, .. } => text.into_owned(),
            other => other.to_string(),
        });
        Ok(Self { token_hash, now, params, queued, once })
    }

    /// Runs the method as the token's user, once if the client asks for that; `count` may refuse whoever calls too often.
    pub fn call<R: Serialize>(
        &self,
        tx: &mut Tx<'_>,
        app: &App,
        mut count: impl FnMut(i64) -> Result<()>,
        f: fn(&mut Call<'_, '_>, &P) -> Result<R>,
    ) -> Result<Vec<u8>> {
        let me = session::find(tx, &self.token_hash, self.now)?.ok_or(Code::BadToken)?;
        let mut claim = None;
        if let Some(once) = &self.once {
            match once.begin::<Error>(tx, &owner(me), self.now)? {
                Begun::Now(begun) => claim = Some(begun),
                Begun::Before(reply) => return Ok(reply),
            }
        }
        let params = self.params.as_ref().map_err(|text| Error::refused(Code::BadParameter, text.clone()))?;
        count(me)?;
        let mut call = Call {
            tx,
            me,
            now: self.now,
            token_hash: &self.token_hash,
            rng: &app.rng,
            texts: &app.texts,
            order_ms: app.settings.order_ms,
            wrote: (Subject::User, me),
        };
        let reply = f(&mut call, params)?;
        let (kind, id) = call.wrote;
        self.queued.report(call.tx, kind.thing(id), self.now)?;
        let reply = encode(&reply)?;
        if let Some(claim) = claim {
            claim.keep(call.tx, 0, &idempotency::text(&reply))?;
        }
        Ok(reply)
    }
}

fn decode<P: DeserializeOwned>(params: Map<String, Value>) -> Result<P> {
    serde_path_to_error::deserialize(Value::Object(params)).map_err(|error| {
        let (path, problem) = (error.path().to_string(), error.inner().to_string());
        match path.as_str() {
            "." => Error::refused(Code::BadParameter, format!("{}: {problem}", Code::BadParameter.text())),
            path => Error::parameter(path, &problem),
        }
    })
}

/// The reply's JSON object with `"code": 0` as its last key.
pub(crate) fn encode(reply: &impl Serialize) -> Result<Vec<u8>> {
    let mut json = Vec::with_capacity(512);
    serde_json::to_writer(&mut json, reply)?;
    if json.pop() != Some(b'}') {
        return Err(Error::Unexpected("a reply is not a JSON object".into()));
    }
    json.extend_from_slice(if json.len() > 1 { b",\"code\":0}" } else { b"\"code\":0}" });
    Ok(json)
}
