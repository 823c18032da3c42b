//! Which kind of file system a folder is on: the one file that asks the system.

use std::path::Path;

/// The kind, where it is one that several machines share, or a program makes; nothing
/// where it is a disk of this machine, or nobody knows.
pub fn shared(folder: &Path) -> Option<&'static str> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        let found = rustix::fs::statfs(folder).ok()?;
        by_number(u64::try_from(found.f_type).unwrap_or(0))
    }
    #[cfg(target_vendor = "apple")]
    {
        let found = rustix::fs::statfs(folder).ok()?;
        let letters = found.f_fstypename.iter().map(|c| c.cast_unsigned());
        let name: Vec<u8> = letters.take_while(|c| *c != 0).collect();
        by_name(&String::from_utf8_lossy(&name))
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = folder;
        None
    }
}

/// How many bytes there are that somebody like us may fill; nothing where nobody knows.
pub fn free(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let found = rustix::fs::statvfs(folder).ok()?;
        Some(found.f_bavail.saturating_mul(found.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// By Linux's numbers.
#[cfg(any(target_os = "linux", target_os = "android", test))]
fn by_number(number: u64) -> Option<&'static str> {
    Some(match number & 0xffff_ffff {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "a Windows share (SMB)",
        0x6573_5546 => "a file system made by a program (FUSE), as sshfs is",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x00c3_6400 => "Ceph",
        0x0bd0_0bd0 => "Lustre",
        _ => return None,
    })
}

/// By the names of macOS.
#[cfg(any(target_vendor = "apple", test))]
fn by_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "nfs" => "NFS",
        "smbfs" | "cifs" => "a Windows share (SMB)",
        "afpfs" => "an Apple share (AFP)",
        "webdav" => "WebDAV",
        name if name.contains("fuse") => "a file system made by a program (FUSE), as sshfs is",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_machines_share_is_known_and_disks_are_not_suspected() {
        for number in [0x6969, 0xff53_4d42, 0xfe53_4d42, 0x6573_5546] {
            assert!(by_number(number).is_some(), "{number:x}");
        }
        // ext4, xfs, btrfs, tmpfs, overlayfs, zfs.
        for number in [
            0xef53,
            0x5846_5342,
            0x9123_683e,
            0x0102_1994,
            0x794c_7630,
            0x2fc1_2fc1,
        ] {
            assert_eq!(by_number(number), None, "{number:x}");
        }
        assert!(by_name("smbfs").is_some() && by_name("macfuse").is_some());
        assert_eq!(by_name("apfs"), None);
    }

    #[test]
    fn the_folder_of_the_tests_is_on_a_disk() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(shared(folder.path()), None);
    }
}
