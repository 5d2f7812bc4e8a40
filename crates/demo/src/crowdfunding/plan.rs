//! Plans of the projects. They are made before any row is written, so that a project's goal fits
//! the supports that it gets.

use miaohui_crowdfunding::store::project_status::ProjectStatus::{
    self, Draft as D, Ended as E, Pending as P, Rejected as R, Stagnant as X, Succeeded as S, UnderWay as U,
};
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS, MINUTE_MS};

use super::users;
use crate::generator::Generator;
use crate::sandbox::{declined_price, is_declined};
use crate::texts::{FOOD_PROJECTS, PACKAGES, PackageText};

const COUNT: usize = FOOD_PROJECTS.len();
/// The status of each project, the oldest first.
const STATUSES: [ProjectStatus; COUNT] = [
    S, E, S, S, E, S, E, S, S, E, X, U, U, U, U, U, X, U, U, U, U, U, U, U, U, U, U, R, U, U, U, R, U, U, P,
    R, D, P, P, D,
];
/// Time between two posts.
const POST_INTERVAL_MS: i64 = 27 * HOUR_MS;
/// The project with a package of one place that is free.
const FREE_PLACE: usize = 13;
/// The project with a package of one place that is taken.
const TAKEN_PLACE: usize = 24;
/// The project with a package that the sandbox declines.
const DECLINED: usize = 20;
/// The project under way that has more money than its goal.
const OVERFUNDED: usize = 21;
/// Users who own projects beside the first user, who owns one of each status.
const OWNERS: usize = 9;

/// A support; users and packages are counted from 0.
pub struct PlannedSupport {
    pub user: usize,
    pub package: usize,
    pub at: i64,
    pub paid: bool,
}

/// A project; users are counted from 0.
pub struct Plan {
    /// The index in [`FOOD_PROJECTS`].
    pub text: usize,
    pub owner: usize,
    pub status: ProjectStatus,
    pub posted_at: i64,
    /// Time of the operators' decision.
    pub decided_at: i64,
    pub total_days: i64,
    /// Time of the last possible support.
    pub ends_at: i64,
    pub goal: Fen,
    pub packages: Vec<PackageText>,
    /// In the order of their times.
    pub supports: Vec<PlannedSupport>,
}

impl Plan {
    /// Returns whether the project is or was under way.
    pub fn was_under_way(&self) -> bool {
        self.status >= U
    }
}

/// Plans all projects, the oldest first.
pub fn all(generator: &Generator<'_>) -> Vec<Plan> {
    (0..COUNT).map(|n| plan(generator, n)).collect()
}

/// Plans the `n`th project.
fn plan(generator: &Generator<'_>, n: usize) -> Plan {
    let status = STATUSES[n];
    let posted_at = generator.now
        - (COUNT - 1 - n) as i64 * POST_INTERVAL_MS
        - generator.between(HOUR_MS, 11 * HOUR_MS) / MINUTE_MS * MINUTE_MS;
    let decided_at = posted_at + generator.between(8 * HOUR_MS, 28 * HOUR_MS);
    let total_days = match status {
        S | E => [20, 25, 30][n % 3],
        _ => [45, 35, 60, 90][n % 4],
    };
    let ends_at = match status {
        S | E => decided_at + total_days * DAY_MS,
        X => decided_at + 12 * DAY_MS,
        _ => generator.now,
    };
    let is_first = STATUSES.iter().position(|other| *other == status) == Some(n);
    let mut plan = Plan {
        // Neighbours in the list of texts share a cuisine, so the projects take them in another
        // order.
        text: (n * 17 + 5) % COUNT,
        owner: if is_first { 0 } else { 1 + n % OWNERS },
        status,
        posted_at,
        decided_at,
        total_days,
        ends_at,
        goal: Fen((2 + generator.pick(18) as i64) * 1_000_000),
        packages: packages(n),
        supports: Vec::new(),
    };
    if plan.was_under_way() {
        plan.supports = supports(generator, n, &plan);
        plan.goal = goal(generator, n, &plan);
    }
    plan
}

/// Returns two to four packages for the `n`th project, the cheapest first.
fn packages(n: usize) -> Vec<PackageText> {
    let of = |partner| PACKAGES.into_iter().filter(move |text| text.partner == partner && text.limit != 1);
    let (ordinary, partner): (Vec<_>, Vec<_>) = (of(false).collect(), of(true).collect());
    let mut chosen: Vec<PackageText> = (0..=n % 3).map(|k| ordinary[(n + 3 * k) % ordinary.len()]).collect();
    if let (DECLINED, Some(last)) = (n, chosen.last_mut()) {
        last.price = declined_price(last.price);
    }
    chosen.push(partner[n % partner.len()]);
    if [FREE_PLACE, TAKEN_PLACE].contains(&n) {
        chosen.extend(PACKAGES.into_iter().filter(|text| text.limit == 1));
    }
    chosen.sort_by_key(|text| text.price);
    chosen
}

/// Returns whether users choose the package at random.
fn is_open(package: &PackageText) -> bool {
    package.limit != 1 && !is_declined(package.price)
}

/// Plans the supports of the `n`th project.
fn supports(generator: &Generator<'_>, n: usize, plan: &Plan) -> Vec<PlannedSupport> {
    let candidates = candidates(generator, n, plan.owner);
    let (supporters, others) = candidates.split_at(5 + generator.pick(10));
    let mut supports: Vec<PlannedSupport> = Vec::new();
    for (k, user) in supporters.iter().enumerate() {
        // Partners bring most of the money, so each project has at least one.
        let partner = k == 0 || generator.pick(5) == 0;
        let taken = |package| supports.iter().filter(|support| support.package == package).count() as i64;
        let open: Vec<usize> = (0..plan.packages.len())
            .filter(|index| {
                let package = &plan.packages[*index];
                let has_place = package.limit == 0 || taken(*index) < package.limit;
                is_open(package) && package.partner == partner && has_place
            })
            .collect();
        if !open.is_empty() {
            let at = generator.between(plan.decided_at + HOUR_MS, plan.ends_at - HOUR_MS);
            let package = open[generator.pick(open.len())];
            supports.push(PlannedSupport { user: *user, package, at, paid: true });
        }
    }
    let single_place = plan.packages.iter().position(|package| package.limit == 1);
    if let (TAKEN_PLACE, Some(package)) = (n, single_place) {
        let at = plan.decided_at + 2 * HOUR_MS;
        supports.push(PlannedSupport { user: supporters[2], package, at, paid: true });
    }
    if plan.status == U && n % 4 == 1 {
        let package = plan.packages.iter().position(is_open).unwrap_or(0);
        let at = generator.between(plan.ends_at - 30 * HOUR_MS, plan.ends_at - HOUR_MS);
        supports.push(PlannedSupport { user: others[0], package, at, paid: false });
    }
    supports.sort_by_key(|support| support.at);
    supports
}

/// Returns all users but the owner in random order; the first user is second for every other
/// project.
fn candidates(generator: &Generator<'_>, n: usize, owner: usize) -> Vec<usize> {
    let mut candidates: Vec<usize> = (0..users::COUNT).filter(|user| *user != owner).collect();
    for k in (1..candidates.len()).rev() {
        candidates.swap(k, generator.pick(k + 1));
    }
    if owner != 0 && n.is_multiple_of(2) {
        candidates.retain(|user| *user != 0);
        candidates.insert(1, 0);
    }
    candidates
}

/// Returns a goal that the planned supports reach, or miss, as the project's status requires.
fn goal(generator: &Generator<'_>, n: usize, plan: &Plan) -> Fen {
    let paid = plan.supports.iter().filter(|support| support.paid);
    let raised: i64 = paid.map(|support| plan.packages[support.package].price.get()).sum();
    let percent = match plan.status {
        S => 100 + generator.pick(60),
        E => 20 + generator.pick(60),
        X => 25 + generator.pick(30),
        _ if n == OVERFUNDED => 125,
        _ => 12 + generator.pick(85),
    };
    round(Fen(raised * 100 / percent as i64), percent < 100)
}

/// Rounds to two significant digits.
fn round(amount: Fen, up: bool) -> Fen {
    let fen = amount.get();
    let mut unit = 1;
    while fen / unit >= 100 {
        unit *= 10;
    }
    Fen(fen / unit * unit + if up { unit } else { 0 })
}
