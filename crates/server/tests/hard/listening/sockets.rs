use std::os::unix::fs::PermissionsExt;

use miaohui_testkit::TestDatabase;
use tokio::net::{TcpStream, UnixStream};

use super::client::get;
use crate::program::{ServerProcess, clear_variables};

#[tokio::test]
async fn several_addresses_serve_the_same_and_operators_have_their_own() {
    let database = TestDatabase::create();
    let socket = database.dir().join("http.sock");
    let listen = format!("127.0.0.1:0, [::1]:0, unix:{}", socket.display());
    let mut server = ServerProcess::start_with(&database, "", &listen, &[]);
    let status = async |path| get(TcpStream::connect(&server.address).await.unwrap(), path).await.status();
    assert_eq!(status("/docs").await, 200);
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(status(path).await, 404, "{path} is for operators");
        let own = get(TcpStream::connect(&server.operations).await.unwrap(), path).await;
        assert_eq!(own.status(), 200, "{path}");
    }
    assert_eq!(get(UnixStream::connect(&socket).await.unwrap(), "/docs").await.status(), 200);
    let mode = std::fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o660);

    // A server that runs keeps its socket; what a killed one has left is replaced.
    let mut taken = std::process::Command::new(env!("CARGO_BIN_EXE_miaohui"));
    clear_variables(&mut taken);
    let elsewhere = tempfile::tempdir().unwrap();
    let unix = format!("unix:{}", socket.display());
    taken.args(["serve", "--listen", &unix, "--data-dir"]).arg(elsewhere.path());
    let refused = taken.output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && said.contains("cannot listen on unix:"), "{said}");
    server.kill();
    let _again = ServerProcess::start_with(&database, "", &listen, &[]);
    assert_eq!(get(UnixStream::connect(&socket).await.unwrap(), "/docs").await.status(), 200);
}

#[tokio::test]
async fn a_name_of_a_socket_is_an_absolute_path() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_miaohui"));
    clear_variables(&mut command);
    let output = command.args(["config", "--effective", "--listen", "unix:http.sock"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("`listen` in --listen: must be IP addresses and ports"), "{said}");
}
