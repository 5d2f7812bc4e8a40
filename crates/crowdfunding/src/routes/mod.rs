//! The operations, a file for each resource. [`table`] is the index of the API.

#![expect(clippy::unnecessary_wraps, reason = "all operations have one signature")]

mod accounts;
mod attention;
mod category;
mod comment;
mod erasure;
mod feedback;
mod image;
mod location;
mod money;
mod package;
mod password;
mod payment;
mod project;
mod report;
mod reset_page;
mod section;
mod support;
mod task;
mod token;
mod topic;
mod topic_comment;
mod user;

use axum::http::Method;
use miaohui_web::RateLimit::{Login, Order, Publish, Signup, Upload};

use crate::operation::{act, create, delete, flow, get, look, post, post_as_patch, update};
use crate::resource::Resource;

pub(crate) use accounts::send_activation;

const DELETE: Method = Method::DELETE;
const GET: Method = Method::GET;
const PATCH: Method = Method::PATCH;
const POST: Method = Method::POST;
const PUT: Method = Method::PUT;

/// Lists every path with its operations. Operations that move money are `idempotent`.
pub fn table() -> Vec<Resource> {
    vec![
        Resource::at("/api/token/get/", flow(POST, Login, token::get)),
        Resource::at("/api/token/refresh/", flow(POST, Login, token::refresh)),
        Resource::at("/api/accounts/register/", flow(POST, Signup, accounts::register)),
        Resource::at(
            "/api/accounts/activate/",
            (act(GET, accounts::activation_page), post(Signup, accounts::activate)),
        ),
        Resource::at("/api/accounts/password/reset/", flow(POST, Signup, password::reset)),
        Resource::at("/api/accounts/password/reset/confirm/", flow(POST, Signup, password::confirm)),
        Resource::at(
            "/api/accounts/password/reset/page/",
            (get(reset_page::show), flow(POST, Signup, reset_page::submit)),
        ),
        Resource::at("/api/accounts/password/change/", flow(POST, Login, password::change)),
        Resource::at(
            "/api/accounts/user/",
            (
                get(user::show_own),
                update(user::update),
                post_as_patch(user::update),
                flow(DELETE, Login, erasure::erase),
            ),
        ),
        Resource::at("/api/accounts/user/export/", get(erasure::export)),
        Resource::at("/api/accounts/user/{id}/", get(user::show)),
        Resource::at("/api/accounts/user/balance/", get(money::show)),
        Resource::at("/api/accounts/user/recharge/", flow(POST, Publish, money::recharge).idempotent()),
        Resource::at("/api/accounts/user/recharge/{id}/", look(money::show_recharge)),
        Resource::at(
            "/api/accounts/user/withdraw/",
            (get(money::withdrawals), create(money::withdraw).idempotent()),
        ),
        Resource::at("/api/accounts/user/trades/", get(money::trades)),
        Resource::at("/api/accounts/user/project/", get(user::projects)),
        Resource::at("/api/accounts/user/project/support/", get(user::supports)),
        Resource::at("/api/accounts/user/project/attention/", get(user::attentions)),
        Resource::at("/api/location/province/", get(location::provinces)),
        Resource::at("/api/location/city/{id}/", get(location::cities)),
        Resource::at("/api/location/country/{id}/", get(location::districts)),
        Resource::at("/api/image/", flow(POST, Upload, image::create).with_file()),
        Resource::at(
            "/api/image/{id}/",
            (
                get(image::show),
                flow(PUT, Upload, image::update).with_file(),
                flow(PATCH, Upload, image::update).with_file(),
                delete(image::remove),
            ),
        ),
        Resource::at("/api/crowdfunding/category/", get(category::list)),
        Resource::at("/api/crowdfunding/feedback/", create(feedback::create)),
        Resource::at(
            "/api/crowdfunding/feedback/{id}/",
            (get(feedback::show), update(feedback::update), delete(feedback::remove)),
        ),
        Resource::at("/api/crowdfunding/package/", create(package::create)),
        Resource::at(
            "/api/crowdfunding/package/{id}/",
            (get(package::show), update(package::update), delete(package::remove)),
        ),
        Resource::at("/api/crowdfunding/project/", (get(project::list), create(project::create))),
        Resource::at(
            "/api/crowdfunding/project/{id}/",
            (get(project::show), update(project::update), delete(project::remove)),
        ),
        Resource::at("/api/crowdfunding/project/{id}/save/", act(PUT, project::save)),
        Resource::at(
            "/api/crowdfunding/project/{id}/attention/",
            (get(attention::show), act(PUT, attention::set), delete(attention::remove)),
        ),
        Resource::at(
            "/api/crowdfunding/project/{id}/support/",
            (get(support::list), post(Order, support::create).idempotent()),
        ),
        Resource::at("/api/crowdfunding/project/{id}/support/{sid}/", delete(support::withdraw).idempotent()),
        Resource::at(
            "/api/crowdfunding/project/{id}/support/{sid}/pay/",
            (look(support::payment), flow(POST, None, support::pay).idempotent()),
        ),
        Resource::at(
            "/api/crowdfunding/project/{id}/section/",
            (get(section::list), create(section::create)),
        ),
        Resource::at(
            "/api/crowdfunding/project/section/{id}/",
            (get(section::show), update(section::update), delete(section::remove)),
        ),
        Resource::at("/api/crowdfunding/project/section/{id}/task/", (get(task::list), create(task::create))),
        Resource::at(
            "/api/crowdfunding/project/section/task/{id}/",
            (get(task::show), update(task::update), delete(task::remove)),
        ),
        Resource::at(
            "/api/crowdfunding/project/{id}/comment/",
            (get(comment::list), create(comment::create)),
        ),
        Resource::at(
            "/api/crowdfunding/project/comment/{id}/",
            (get(comment::show), update(comment::update), delete(comment::remove)),
        ),
        Resource::at("/api/crowdfunding/project/{id}/topic/", (get(topic::list), create(topic::create))),
        Resource::at(
            "/api/crowdfunding/project/topic/{id}/",
            (get(topic::show), update(topic::update), delete(topic::remove)),
        ),
        Resource::at(
            "/api/crowdfunding/project/topic/{id}/comment/",
            (get(topic_comment::list), create(topic_comment::create)),
        ),
        Resource::at(
            "/api/crowdfunding/project/topic/comment/{id}/",
            (get(topic_comment::show), update(topic_comment::update), delete(topic_comment::remove)),
        ),
        Resource::at("/api/report/", create(report::create)),
    ]
}
