//! Somebody in front of the console.

use miaohui_admin::Role;
use miaohui_console::NewStaff;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use tokio::sync::OnceCell;

use crate::{Page, TestApp};

/// The cookie of a session.
const COOKIE: &str = "miaohui_console";

/// A browser that looks at the console, signed in or not. It follows no redirects.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Mail address; empty for nobody.
    pub email: String,
    /// Password.
    pub password: String,
    /// The session's cookie; empty before one signs in.
    pub token: String,
    http: Client,
    base: String,
    csrf: OnceCell<String>,
}

impl TestApp {
    /// Nobody in particular.
    pub fn browser(&self) -> Staff {
        let http = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        let nothing = String::new();
        Staff {
            email: nothing.clone(),
            password: nothing.clone(),
            token: nothing,
            http,
            base: self.url(""),
            csrf: OnceCell::new(),
        }
    }

    /// Somebody with this role, on the staff and not signed in. Each role is used once.
    pub async fn hire(&self, role: &str) -> Staff {
        let (email, password) = (format!("{role}@miaohui.example"), format!("secret of {role}"));
        let console = &self.service.console;
        let new = NewStaff {
            email: email.clone(),
            name: role.to_owned(),
            role: Role::from_value(role).unwrap(),
            password: Some(password.clone()),
        };
        miaohui_console::add_staff(console, new).await.unwrap();
        Staff { email, password, ..self.browser() }
    }

    /// The same, signed in through the page.
    pub async fn staff(&self, role: &str) -> Staff {
        let mut staff = self.hire(role).await;
        let page = staff.sign_in().await;
        assert_eq!((page.status, page.location()), (303, "/console/"), "{}", page.text());
        staff
    }
}

impl Staff {
    /// Sends address and password, and keeps the cookie that comes back.
    pub async fn sign_in(&mut self) -> Page {
        let form = [("email", self.email.as_str()), ("password", self.password.as_str())];
        let page = self.send(self.request(Method::POST, "/console/sign-in").form(&form)).await;
        if let Some(cookie) = page.cookie(COOKIE) {
            self.token = cookie.split(';').next().unwrap_or_default().into();
            self.csrf = OnceCell::new();
        }
        page
    }

    /// A request with the session's cookie.
    pub fn request(&self, verb: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(verb, format!("{}{path}", self.base));
        if self.token.is_empty() {
            request
        } else {
            request.header("cookie", format!("{COOKIE}={}", self.token))
        }
    }

    /// Sends a request.
    pub async fn send(&self, request: RequestBuilder) -> Page {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Page { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    /// A page.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request(Method::GET, path)).await
    }

    /// What the session's forms carry, as its account page says it; empty where nobody is signed in.
    pub async fn csrf(&self) -> &str {
        let read = async || self.get("/console/account").await.hidden("_csrf").unwrap_or_default();
        self.csrf.get_or_init(read).await
    }

    /// Sends a form of the session's.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut fields = fields.to_vec();
        fields.push(("_csrf", self.csrf().await));
        self.send(self.request(Method::POST, path).form(&fields)).await
    }

    /// Sends a form of the session's with files.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, Vec<u8>)]) -> Page {
        let mut form = Form::new().text("_csrf", self.csrf().await.to_owned());
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, bytes) in files {
            form = form.part((*name).to_owned(), Part::bytes(bytes.clone()).file_name("picture.png"));
        }
        self.send(self.request(Method::POST, path).multipart(form)).await
    }

    /// Sends a form without its proof, or with another.
    pub async fn forge(&self, path: &str, fields: &[(&str, &str)], headers: &[(&'static str, &str)]) -> Page {
        let own = headers.iter().map(|(name, value)| {
            (reqwest::header::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        });
        let headers: HeaderMap = own.collect();
        self.send(self.request(Method::POST, path).form(fields).headers(headers)).await
    }

    /// Makes a row with a form; its key.
    pub async fn make(&self, resource: &str, fields: &[(&str, &str)]) -> i64 {
        let page = self.upload(&format!("/console/r/{resource}"), fields, &[]).await;
        let key = page.location().trim_end_matches("?done=1").rsplit('/').next().unwrap_or_default();
        key.parse().unwrap_or_else(|_| panic!("{resource} {fields:?}: {} {}", page.status, page.text()))
    }
}
