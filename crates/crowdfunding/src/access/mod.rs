//! Admission: who may call an operation. The type of an operation's first argument loads the thing
//! and decides about 401, 403 and 404.

pub mod things;

use miaohui_db::Tx;

use crate::call::Call;
use crate::code::Code;
use crate::error::Result;
use crate::fields::Form;
use crate::ids::{ProjectId, UserId};
use crate::store::support;
use crate::store::viewer::Viewer;

/// Who may call an operation, for the reference and for the authorization tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody; the header is not read.
    Stranger,
    /// Everybody.
    Anyone,
    /// Every user with a login.
    Member,
    /// The owner of the thing, or of its project.
    Owner,
    /// The project's owner and its paid supporters.
    Insider,
    /// The owner; everybody when there is none.
    OwnerIfAny,
}

/// The admission of a caller to an operation.
pub trait Admission: Sized + 'static {
    /// Who is admitted.
    const WHO: Who;

    /// Admits the caller, or fails with 401, 403 or 404.
    fn admit(call: &mut Call<'_, '_>) -> Result<Self>;
}

/// An admission to a thing that an update changes.
pub trait Holds<F: Form>: Admission {
    /// The current values of the thing.
    fn held(&self) -> F;
}

/// A thing that the first id of a path names.
pub trait Load: Sized + 'static {
    /// The type of its id.
    type Id: From<i64>;

    /// Finds the thing.
    fn load(tx: &mut Tx<'_>, id: Self::Id) -> miaohui_db::Result<Option<Self>>;

    /// Its owner.
    fn owner(&self) -> Option<UserId>;

    /// Whether the caller may see it.
    fn visible(&self, _: &Viewer) -> bool {
        true
    }

    /// Whether what shows it is hidden from the caller.
    fn is_hidden(&self, _: &mut Tx<'_>, _: &Viewer) -> miaohui_db::Result<bool> {
        Ok(false)
    }
}

/// A thing that belongs to a project.
pub trait InProject: Load {
    /// The project.
    fn project(&self) -> ProjectId;
}

fn find<T: Load>(call: &mut Call<'_, '_>) -> Result<T> {
    let id: T::Id = call.id(0)?;
    let viewer = call.viewer();
    let found = T::load(call.tx, id)?.filter(|found| found.visible(&viewer)).ok_or(Code::NotFound)?;
    if found.is_hidden(call.tx, &viewer)? { Err(Code::NotFound.into()) } else { Ok(found) }
}

/// Admits everybody. The token in the header is not read, because it may be an expired one.
pub struct Stranger;

impl Admission for Stranger {
    const WHO: Who = Who::Stranger;

    fn admit(_: &mut Call<'_, '_>) -> Result<Self> {
        Ok(Self)
    }
}

/// Admits everybody.
pub struct Anyone;

impl Admission for Anyone {
    const WHO: Who = Who::Anyone;

    fn admit(_: &mut Call<'_, '_>) -> Result<Self> {
        Ok(Self)
    }
}

/// Admits a user with a login.
pub struct Member(pub UserId);

impl Admission for Member {
    const WHO: Who = Who::Member;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        call.member().map(Self)
    }
}

/// Admits everybody to a visible thing.
pub struct Found<T>(pub T);

impl<T: Load> Admission for Found<T> {
    const WHO: Who = Who::Anyone;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        find(call).map(Self)
    }
}

/// Admits a user with a login to a visible thing.
pub struct ForMembers<T>(pub T);

impl<T: Load> Admission for ForMembers<T> {
    const WHO: Who = Who::Member;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        call.member()?;
        find(call).map(Self)
    }
}

/// Admits the owner of a thing.
pub struct Owned<T>(pub T);

impl<T: Load> Admission for Owned<T> {
    const WHO: Who = Who::Owner;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let me = call.member()?;
        let found: T = find(call)?;
        if found.owner() == Some(me) { Ok(Self(found)) } else { Err(Code::Forbidden.into()) }
    }
}

/// Admits the owner of a thing, or everybody when it has none.
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

/// Admits the owner and the paid supporters of a thing's project.
pub struct Inside<T>(pub T);

impl<T: InProject> Admission for Inside<T> {
    const WHO: Who = Who::Insider;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let me = call.member()?;
        let found: T = find(call)?;
        if support::is_insider(call.tx, found.project(), me)? {
            Ok(Self(found))
        } else {
            Err(Code::Forbidden.into())
        }
    }
}
