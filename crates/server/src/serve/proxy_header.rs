//! The PROXY protocol, version 2: a load balancer that forwards bytes names its client first.

use std::io;
use std::net::SocketAddr;

use ppp::v2::{Addresses, Command, Header};
use tokio::io::{AsyncRead, AsyncReadExt};

/// The signature, version, command, family and length.
const FIXED: usize = 16;
/// Most bytes after the fixed part. Balancers append names and certificates' fields to the addresses.
const MOST: usize = 4096;

/// Reads the header; returns the client, `None` if the balancer speaks for itself.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<SocketAddr>> {
    let invalid = |why: &str| io::Error::new(io::ErrorKind::InvalidData, format!("PROXY protocol: {why}"));
    let mut bytes = vec![0; FIXED];
    stream.read_exact(&mut bytes).await?;
    // Other bytes have no length to believe.
    if !bytes.starts_with(ppp::v2::PROTOCOL_PREFIX) {
        return Err(invalid("no header of version 2"));
    }
    let more = usize::from(u16::from_be_bytes([bytes[14], bytes[15]]));
    if more > MOST {
        return Err(invalid("the header is too long"));
    }
    bytes.resize(FIXED + more, 0);
    stream.read_exact(&mut bytes[FIXED..]).await?;
    let header = Header::try_from(bytes.as_slice()).map_err(|error| invalid(&format!("{error:?}")))?;
    if header.command == Command::Local {
        return Ok(None);
    }
    Ok(match header.addresses {
        Addresses::IPv4(both) => Some((both.source_address, both.source_port).into()),
        Addresses::IPv6(both) => Some((both.source_address, both.source_port).into()),
        Addresses::Unspecified | Addresses::Unix(_) => None,
    })
}
