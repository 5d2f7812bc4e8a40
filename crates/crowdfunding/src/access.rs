//! Who may do what, as types: an operation names the type as its argument, and loading, 404 and 403 are here alone.

use miaohui_db::Tx;

use crate::call::Call;
use crate::fields::Form;
use crate::{Code, Result};

/// Who may use an operation, for the reference and for the authorization tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody, whatever the header says.
    Stranger,
    /// Anybody.
    Anyone,
    /// Whoever is logged in.
    Member,
    /// Whoever the thing, or the project it belongs to, is of.
    Owner,
    /// The project's owner and its paid supporters.
    Insider,
    /// The owner; anybody, where there is none.
    OwnerIfAny,
}

/// What an operation needs of its caller: it is admitted, or the answer is 401, 403 or 404.
pub trait Admission: Sized + 'static {
    /// Who may.
    const WHO: Who;

    /// Admits the caller.
    fn admit(call: &mut Call<'_, '_>) -> Result<Self>;
}

/// An admission to something that an update starts from.
pub trait Holds<F: Form>: Admission {
    /// What is there now.
    fn held(&self) -> F;
}

/// Something that the first id of a path names.
pub trait Load: Sized + 'static {
    /// It, if it is there.
    fn load(tx: &mut Tx<'_>, id: i64) -> miaohui_db::Result<Option<Self>>;

    /// The user whose it is.
    fn owner(&self) -> Option<i64>;

    /// Whether the caller may know of it.
    fn visible(&self, _: &Call<'_, '_>) -> bool {
        true
    }
}

fn find<T: Load>(call: &mut Call<'_, '_>) -> Result<T> {
    let id = call.id(0)?;
    T::load(call.tx, id)?.filter(|found| found.visible(call)).ok_or_else(|| Code::NotFound.into())
}

/// Anybody; a token in the header is not looked at, because it may be the one that has expired.
pub struct Stranger;

impl Admission for Stranger {
    const WHO: Who = Who::Stranger;

    fn admit(_: &mut Call<'_, '_>) -> Result<Self> {
        Ok(Self)
    }
}

/// Anybody, and nothing in particular.
pub struct Anyone;

impl Admission for Anyone {
    const WHO: Who = Who::Anyone;

    fn admit(_: &mut Call<'_, '_>) -> Result<Self> {
        Ok(Self)
    }
}

/// A user who is logged in.
pub struct Member(pub i64);

impl Admission for Member {
    const WHO: Who = Who::Member;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        call.member().map(Self)
    }
}

/// Something that anybody may see.
pub struct Found<T>(pub T);

impl<T: Load> Admission for Found<T> {
    const WHO: Who = Who::Anyone;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        find(call).map(Self)
    }
}

/// Something that any user who is logged in may see.
pub struct ForMembers<T>(pub T);

impl<T: Load> Admission for ForMembers<T> {
    const WHO: Who = Who::Member;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        call.member()?;
        find(call).map(Self)
    }
}

/// Something of the caller's own.
pub struct Owned<T>(pub T);

impl<T: Load> Admission for Owned<T> {
    const WHO: Who = Who::Owner;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let me = call.member()?;
        let found: T = find(call)?;
        if found.owner() == Some(me) { Ok(Self(found)) } else { Err(Code::Forbidden.into()) }
    }
}

/// Something that may be changed by its owner, or by anybody where it has none.
pub struct Changeable<T>(pub T);

impl<T: Load> Admission for Changeable<T> {
    const WHO: Who = Who::OwnerIfAny;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let found: T = find(call)?;
        match found.owner() {
            None => Ok(Self(found)),
            Some(_) if call.user.is_none() => Err(call.member().err().unwrap_or(Code::Forbidden.into())),
            owner if owner == call.user => Ok(Self(found)),
            Some(_) => Err(Code::Forbidden.into()),
        }
    }
}

/// Something inside a project.
pub trait InProject: Load {
    /// The project.
    fn project(&self) -> i64;
}

/// Something that the project's owner and its paid supporters may see.
pub struct Inside<T>(pub T);

impl<T: InProject> Admission for Inside<T> {
    const WHO: Who = Who::Insider;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let me = call.member()?;
        let found: T = find(call)?;
        if crate::store::support::is_insider(call.tx, found.project(), me)? {
            Ok(Self(found))
        } else {
            Err(Code::Forbidden.into())
        }
    }
}
