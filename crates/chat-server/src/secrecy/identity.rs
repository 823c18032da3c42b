//! The certificate, and the file that it is kept in: both it and its key, mode 600, never
//! half of it.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use chat_archive::Settings;
use chat_net::owner_file;
use chat_secrecy::certificate::Identity;
use chat_secrecy::certificate::Offer;

use crate::config::Certificate;
use crate::failure::Failure;

/// What is offered with it: none where the operator wants none.
pub fn offer(asked: &Certificate, archive: Option<&Settings>) -> Result<Option<Offer>, Failure> {
    match asked {
        Certificate::None => Ok(None),
        Certificate::Files { certificate, key } => {
            let [certificates, keys] = [read(certificate)?, read(key)?];
            let offer = Offer::from_pem(&certificates, &keys);
            let path = certificate.display();
            offer
                .map(Some)
                .map_err(|why| Failure::Secrecy(format!("{path}: {why}")))
        }
        Certificate::Own => own(archive.map(|archive| beside(&archive.path))).map(Some),
    }
}

/// The one that is made here, at the first start.
fn own(file: Option<PathBuf>) -> Result<Offer, Failure> {
    let fault = |why: &dyn std::fmt::Display| Failure::Secrecy(why.to_string());
    let Some(path) = file else {
        let made = Identity::make().and_then(|made| made.offer());
        return made.map_err(|why| fault(&why));
    };
    let cannot = |error: io::Error| {
        let path = path.display();
        Failure::Secrecy(format!(
            "cannot keep the certificate in {path}: {error}; give that file to yourself, or \
             say --no-tls"
        ))
    };
    let identity = match std::fs::read_to_string(&path) {
        Ok(pem) => Identity::from_pem(pem),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let made = Identity::make().map_err(|why| fault(&why))?;
            owner_file::replace(&path, ".new", made.pem().as_bytes()).map_err(cannot)?;
            made
        }
        Err(error) => return Err(cannot(error)),
    };
    identity.offer().map_err(|why| {
        let path = path.display();
        Failure::Secrecy(format!(
            "{path}: {why}; move it away to have another one made, whose words are others"
        ))
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| {
        let path = path.display();
        Failure::Secrecy(format!(
            "{path}: {error}; --tls takes two PEM files: CERT KEY"
        ))
    })
}

/// Where that of an archive lies.
fn beside(archive: &Path) -> PathBuf {
    let mut path = archive.as_os_str().to_owned();
    path.push(".identity.pem");
    PathBuf::from(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_nobody_else_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.db.identity.pem");
        let made = own(Some(path.clone())).unwrap().fingerprint();
        assert_eq!(own(Some(path.clone())).unwrap().fingerprint(), made);
        assert_ne!(own(None).unwrap().fingerprint(), made);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let rights = std::fs::metadata(&path).unwrap().permissions();
            assert_eq!(rights.mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    /// A server that made another one then would meet clients who stop at it.
    #[test]
    fn a_file_that_cannot_be_used_is_said_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.db.identity.pem");
        std::fs::write(&path, "-----BEGIN CERT").unwrap();
        let why = own(Some(path.clone())).unwrap_err().to_string();
        assert!(why.contains("move it away"), "{why}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "-----BEGIN CERT");
        let [cert, key] = ["none.pem", "none.key"].map(|file| folder.path().join(file));
        let files = Certificate::Files {
            certificate: cert,
            key,
        };
        let why = offer(&files, None).unwrap_err().to_string();
        assert!(
            why.contains("none.pem") && why.contains("CERT KEY"),
            "{why}"
        );
    }
}
