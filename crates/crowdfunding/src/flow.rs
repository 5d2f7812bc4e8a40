//! The request of an operation that opens its own transactions.

use std::marker::PhantomData;
use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_web::idempotency::Claim;

use crate::access::Admission;
use crate::app::App;
use crate::body::Body;
use crate::call::{Call, ParsedRequest, RequestInfo};
use crate::error::Result;
use crate::fields::{self, Form, Mode};

/// A request that admits its caller as `A` and whose body is a form `F`.
pub struct Flow<A, F = ()> {
    /// The request without its body.
    pub info: RequestInfo,
    /// Its body.
    pub body: Body,
    /// How fields that are not sent are treated.
    pub mode: Mode,
    /// The claim of its idempotency key, if it has one.
    pub claim: Option<Claim>,
    kinds: PhantomData<fn() -> (A, F)>,
}

impl<A: Admission, F: Form> Flow<A, F> {
    /// Builds a flow from a request.
    pub(crate) fn new(request: ParsedRequest, mode: Mode, claim: Option<Claim>) -> Self {
        Self { info: request.info, body: request.body, mode, claim, kinds: PhantomData }
    }

    /// Admits the caller, reads the form and runs `f` with both, in one read transaction.
    pub async fn enter<T: Send + 'static>(
        &mut self,
        app: &Arc<App>,
        f: fn(&mut Call<'_, '_>, A, F) -> Result<T>,
    ) -> Result<T> {
        let (own, info, mode) = (Arc::clone(app), self.info.clone(), self.mode);
        let sent = std::mem::take(&mut self.body.fields);
        let job = move |tx: &mut Tx<'_>| {
            info.call_in(&own, tx, |call| {
                let admitted = A::admit(call)?;
                let form = fields::read(&sent, call, mode, None)?;
                f(call, admitted, form)
            })
        };
        app.db.read(job).await
    }

    /// Admits the caller again and runs `f`, in one read transaction.
    pub async fn read<T: Send + 'static>(
        &self,
        app: &Arc<App>,
        f: fn(&mut Call<'_, '_>, A) -> Result<T>,
    ) -> Result<T> {
        let (own, info) = (Arc::clone(app), self.info.clone());
        let job = move |tx: &mut Tx<'_>| {
            info.call_in(&own, tx, |call| {
                let admitted = A::admit(call)?;
                f(call, admitted)
            })
        };
        app.db.read(job).await
    }

    /// Admits the caller again and runs `f`, in one write transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        app: &Arc<App>,
        f: impl Fn(&mut Call<'_, '_>, A) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (own, info) = (Arc::clone(app), self.info.clone());
        let job = move |tx: &mut Tx<'_>| {
            info.call_in(&own, tx, |call| {
                let admitted = A::admit(call)?;
                f(call, admitted)
            })
        };
        app.db.write(job).await
    }
}
