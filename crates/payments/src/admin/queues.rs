//! What waits for operators: failed refunds and cases.

use miaohui_admin::{Label, Permission, Queue};

use crate::case::{self, case_status};
use crate::refund::{self, refund_status};

/// The queues.
pub static QUEUES: &[&Queue] = &[
    &Queue {
        name: "failed-refunds",
        title: Label("退款失败", "Failed refunds"),
        need: Permission::MoveMoney,
        page: concat!("/console/r/refunds?f.status=", refund_status!(Failed)),
        item_page: "/console/r/refunds/{}",
        count: |tx, most| refund::count_failed(tx, most),
        items: |tx, most| refund::failed_items(tx, most),
    },
    &Queue {
        name: "payment-cases",
        title: Label("支付异常", "Payment cases"),
        need: Permission::MoveMoney,
        page: concat!("/console/r/payment-cases?f.status=", case_status!(Open)),
        item_page: "/console/r/payment-cases/{}",
        count: |tx, most| case::count_all_open(tx, most),
        items: |tx, most| case::open_items(tx, most),
    },
];
