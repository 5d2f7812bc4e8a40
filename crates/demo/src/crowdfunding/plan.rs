//! What is to become of the forty projects. It is decided before anything is written, so that what they ask for fits what
//! they get.

use miaohui_crowdfunding::store::project_status::ProjectStatus::{
    self, Draft as D, Ended as E, Pending as P, Rejected as R, Stagnant as X, Succeeded as S, UnderWay as U,
};
use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS};

use super::{Maker, USERS};
use crate::texts::{FOOD_PROJECTS, PACKAGES, PackageKind};

const COUNT: usize = FOOD_PROJECTS.len();
/// What became of each, the oldest first.
const STATES: [ProjectStatus; COUNT] = [
    S, E, S, S, E, S, E, S, S, E, X, U, U, U, U, U, X, U, U, U, U, U, U, U, U, U, U, R, U, U, U, R, U, U, P,
    R, D, P, P, D,
];
/// Between two posts.
const GAP: i64 = 27 * HOUR_MS;
/// One of them is for the first who pays; in one that is taken; in one there is a package that the sandbox declines.
const FREE_SEAT: usize = 13;
const TAKEN_SEAT: usize = 24;
const DECLINED: usize = 20;
/// It has got more than it asked for and goes on.
const BEYOND: usize = 21;
/// Those who own projects beside the first user, who owns one in every state.
const OWNERS: usize = 9;

/// Somebody's support.
pub struct Pledge {
    pub user: usize,
    pub package: usize,
    pub at: i64,
    pub paid: bool,
}

/// A project. Users are counted from 0; money is in fen.
pub struct Plan {
    /// Its place in [`FOOD_PROJECTS`].
    pub text: usize,
    pub owner: usize,
    pub state: ProjectStatus,
    pub posted: i64,
    /// When operators had looked at it.
    pub decided: i64,
    pub days: i64,
    /// When the last could support it.
    pub until: i64,
    pub goal: i64,
    pub packages: Vec<PackageKind>,
    /// In the order of their times.
    pub pledges: Vec<Pledge>,
}

impl Plan {
    /// Whether it was shown to people who could support it.
    pub fn was_under_way(&self) -> bool {
        self.state >= U
    }
}

/// All of them, the oldest first.
pub fn all(maker: &Maker<'_>) -> Vec<Plan> {
    (0..COUNT).map(|n| one(maker, n)).collect()
}

fn one(maker: &Maker<'_>, n: usize) -> Plan {
    let state = STATES[n];
    let posted = maker.now
        - (COUNT - 1 - n) as i64 * GAP
        - maker.between(HOUR_MS, 11 * HOUR_MS) / MINUTE_MS * MINUTE_MS;
    let decided = posted + maker.between(8 * HOUR_MS, 28 * HOUR_MS);
    let days = match state {
        S | E => [20, 25, 30][n % 3],
        _ => [45, 35, 60, 90][n % 4],
    };
    let until = match state {
        S | E => decided + days * DAY_MS,
        X => decided + 12 * DAY_MS,
        _ => maker.now,
    };
    let first = STATES.iter().position(|other| *other == state) == Some(n);
    let mut plan = Plan {
        // Neighbours in the list of texts are of one cuisine.
        text: (n * 17 + 5) % COUNT,
        owner: if first { 0 } else { 1 + n % OWNERS },
        state,
        posted,
        decided,
        days,
        until,
        goal: (2 + maker.pick(18) as i64) * 1_000_000,
        packages: packages(n),
        pledges: Vec::new(),
    };
    if plan.was_under_way() {
        plan.pledges = pledges(maker, n, &plan);
        plan.goal = goal(maker, n, &plan);
    }
    plan
}

/// Two to four packages for the `n`th project, the cheapest first.
fn packages(n: usize) -> Vec<PackageKind> {
    let of = |partner| PACKAGES.into_iter().filter(move |kind| kind.partner == partner && kind.limit != 1);
    let (ordinary, partner): (Vec<_>, Vec<_>) = (of(false).collect(), of(true).collect());
    let mut chosen: Vec<PackageKind> = (0..=n % 3).map(|k| ordinary[(n + 3 * k) % ordinary.len()]).collect();
    if let (DECLINED, Some(last)) = (n, chosen.last_mut()) {
        last.price = last.price / 100 * 100 + 44;
    }
    chosen.push(partner[n % partner.len()]);
    if [FREE_SEAT, TAKEN_SEAT].contains(&n) {
        chosen.extend(PACKAGES.into_iter().filter(|kind| kind.limit == 1));
    }
    chosen.sort_by_key(|kind| kind.price);
    chosen
}

/// Whether people choose it by chance.
fn is_open(kind: &PackageKind) -> bool {
    kind.limit != 1 && kind.price % 100 != 44
}

/// Who supports the `n`th project with what, and when.
fn pledges(maker: &Maker<'_>, n: usize, plan: &Plan) -> Vec<Pledge> {
    let people = people(maker, n, plan.owner);
    let (coming, away) = people.split_at(5 + maker.pick(10));
    let mut pledges: Vec<Pledge> = Vec::new();
    for (k, user) in coming.iter().enumerate() {
        // Partners bring most of the money, so everybody gets one.
        let partner = k == 0 || maker.pick(5) == 0;
        let taken = |package| pledges.iter().filter(|pledge| pledge.package == package).count() as i64;
        let open: Vec<usize> = (0..plan.packages.len())
            .filter(|package| {
                let kind = &plan.packages[*package];
                let room = kind.limit == 0 || taken(*package) < kind.limit;
                is_open(kind) && kind.partner == partner && room
            })
            .collect();
        if !open.is_empty() {
            let at = maker.between(plan.decided + HOUR_MS, plan.until - HOUR_MS);
            pledges.push(Pledge { user: *user, package: open[maker.pick(open.len())], at, paid: true });
        }
    }
    let seat = plan.packages.iter().position(|kind| kind.limit == 1);
    if let (TAKEN_SEAT, Some(package)) = (n, seat) {
        let at = plan.decided + 2 * HOUR_MS;
        pledges.push(Pledge { user: coming[2], package, at, paid: true });
    }
    if plan.state == U && n % 4 == 1 {
        let package = plan.packages.iter().position(is_open).unwrap_or(0);
        let at = maker.between(plan.until - 30 * HOUR_MS, plan.until - HOUR_MS);
        pledges.push(Pledge { user: away[0], package, at, paid: false });
    }
    pledges.sort_by_key(|pledge| pledge.at);
    pledges
}

/// Everybody but the owner in an order of chance; the first user is early among them every other time.
fn people(maker: &Maker<'_>, n: usize, owner: usize) -> Vec<usize> {
    let mut people: Vec<usize> = (0..USERS).filter(|user| *user != owner).collect();
    for k in (1..people.len()).rev() {
        people.swap(k, maker.pick(k + 1));
    }
    if owner != 0 && n.is_multiple_of(2) {
        people.retain(|user| *user != 0);
        people.insert(1, 0);
    }
    people
}

/// What a project asks for, so that it reaches it or not.
fn goal(maker: &Maker<'_>, n: usize, plan: &Plan) -> i64 {
    let paid = plan.pledges.iter().filter(|pledge| pledge.paid);
    let raised: i64 = paid.map(|pledge| plan.packages[pledge.package].price).sum();
    let percent = match plan.state {
        S => 100 + maker.pick(60),
        E => 20 + maker.pick(60),
        X => 25 + maker.pick(30),
        _ if n == BEYOND => 125,
        _ => 12 + maker.pick(85),
    };
    round(raised * 100 / percent as i64, percent < 100)
}

/// Two digits and zeros, as people ask for money.
fn round(fen: i64, up: bool) -> i64 {
    let mut unit = 1;
    while fen / unit >= 100 {
        unit *= 10;
    }
    fen / unit * unit + if up { unit } else { 0 }
}
