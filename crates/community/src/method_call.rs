//! A call between its envelope and its method: decodes its parameters and runs the method in the
//! pipeline.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use miaohui_kernel::sha256_hex;
use miaohui_moderation::{Queued, Words};
use miaohui_web::ClientAddress;
use miaohui_web::idempotency::IdempotencyKey;
use miaohui_web::pipeline::{Incoming, RequestContext};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::ids::UserId;
use crate::member_session::MemberSession;
use crate::wrong_parameter::wrong_parameter;
use crate::{App, Call, Caller, Code, Error, Result};

/// A call whose envelope is checked.
pub(crate) struct MethodCall {
    pub params: Map<String, Value>,
    pub caller: Caller,
    /// The parameter with a refused word.
    refused: Option<String>,
    /// The idempotency key, if the client sent one.
    once: Option<IdempotencyKey>,
    /// The greatest `offset`.
    deepest_offset: i64,
    /// The hot row that it changes.
    row: Option<u64>,
}

impl MethodCall {
    pub fn new(
        params: Map<String, Value>,
        address: ClientAddress,
        now: i64,
        once: Option<IdempotencyKey>,
        deepest_offset: i64,
    ) -> Self {
        let caller = Caller { address, now, queued: Queued::default() };
        Self { params, caller, refused: None, once, deepest_offset, row: None }
    }

    /// Says that calls with the same value of a parameter change the same row.
    pub fn set_row(&mut self, parameter: &'static str) {
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        // An id may be a number or a text with one.
        let id = self.params.get(parameter).map(|id| id.to_string().replace('"', ""));
        self.row = id.map(|id| hasher.hash_one((parameter, id)));
    }

    /// Applies the moderation words to the texts for other users to read.
    pub fn apply_words(&mut self, words: &Words, written: &[String]) {
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
        // The cost of a page grows with its offset.
        let offset = match self.params.get("offset") {
            Some(Value::Number(offset)) => offset.as_i64(),
            Some(Value::String(offset)) => offset.parse().ok(),
            _ => None,
        };
        if offset.is_some_and(|offset| offset > self.deepest_offset) {
            return Err(Error::parameter("offset", &format!("最多 {}", self.deepest_offset)));
        }
        match self.refused {
            Some(name) => Err(Error::parameter(&name, "包含敏感词，请修改后再试")),
            None => decode(self.params),
        }
    }

    /// Splits a member's call into the parts of the pipeline and of the method.
    ///
    /// A call without a token is refused with 403, one with a malformed token with 404.
    pub fn into_member<P: DeserializeOwned>(mut self) -> Result<(Incoming<MemberSession>, MemberCall<P>)> {
        let token = match self.params.get("token") {
            None | Some(Value::Null) => return Err(Code::NotLoggedIn.into()),
            Some(Value::String(token)) if token.is_empty() => return Err(Code::NotLoggedIn.into()),
            Some(Value::String(token)) => token,
            Some(_) => return Err(Code::BadToken.into()),
        };
        let session = MemberSession { token_hash: sha256_hex(token), now: self.caller.now };
        let Caller { address, now, queued } = self.caller.clone();
        let (once, row) = (self.once.take(), self.row);
        let incoming = Incoming { session: session.clone(), address, now, once, is_heavy: false, row };
        // An unknown token is refused before an invalid parameter.
        let params = self.decode().map_err(|error| match error {
            Error::Refused { text, .. } => text.into_owned(),
            other => other.to_string(),
        });
        Ok((incoming, MemberCall { session, params, queued }))
    }
}

/// A member's call. It can run more than once, because a transaction can be retried.
pub(crate) struct MemberCall<P> {
    session: MemberSession,
    params: Result<P, String>,
    queued: Queued,
}

impl<P> MemberCall<P> {
    /// The parameters; invalid ones are refused with 400.
    pub fn params(&self) -> Result<&P> {
        self.params.as_ref().map_err(|text| Error::refused(Code::BadParameter, text.clone()))
    }

    /// The parameters of a call that runs once; invalid ones are refused with 400.
    pub fn into_params(self) -> Result<P> {
        self.params.map_err(|text| Error::refused(Code::BadParameter, text))
    }

    /// Refuses invalid parameters, and passes the queued words on for the report.
    pub fn admit(&self, context: &mut RequestContext<'_, '_, UserId>) -> Result<()> {
        context.queued = self.queued.clone();
        self.params().map(drop)
    }

    /// Runs the function of the method and encodes its reply.
    pub fn run<R: Serialize>(
        &self,
        app: &App,
        context: &mut RequestContext<'_, '_, UserId>,
        f: fn(&mut Call<'_, '_>, &P) -> Result<R>,
    ) -> Result<Vec<u8>> {
        let mut call = Call {
            tx: &mut *context.tx,
            user: context.caller,
            now: context.now,
            token_hash: &self.session.token_hash,
            rng: &app.rng,
            vault: &app.vault,
            articles: &app.articles,
            order_ms: app.settings.order_ms.get(),
            order_limits: app.settings.order_limits.get(),
            limits: &app.limits,
            subject: None,
        };
        let reply = f(&mut call, self.params()?)?;
        context.subject = call.subject;
        encode(&reply)
    }
}

fn decode<P: DeserializeOwned>(params: Map<String, Value>) -> Result<P> {
    serde_path_to_error::deserialize(Value::Object(params))
        .map_err(|error| wrong_parameter(&error.path().to_string(), &error.inner().to_string()))
}

/// Encodes a reply as a JSON object with `"code": 0` as its last key.
pub(crate) fn encode(reply: &impl Serialize) -> Result<Vec<u8>> {
    let mut json = Vec::with_capacity(8 << 10);
    serde_json::to_writer(&mut json, reply)?;
    if json.pop() != Some(b'}') {
        return Err(Error::Unexpected("a reply is not a JSON object".into()));
    }
    json.extend_from_slice(if json.len() > 1 { b",\"code\":0}" } else { b"\"code\":0}" });
    Ok(json)
}
