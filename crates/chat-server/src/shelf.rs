//! Pages of history, encoded: made once for all who ask for them while somebody
//! still waits for them, or soon afterwards.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::page::Page;
use crate::page::PageId;
use crate::parcel::Faint;
use crate::parcel::Parcel;
use crate::traffic::Dialect;

/// Encoded pages.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Each with the number of messages that it had: the last page of a room grows.
    pages: BTreeMap<(PageId, Dialect), (usize, Faint)>,
    /// Those last encoded, kept for whoever asks next.
    warm: VecDeque<Parcel>,
    warm_bytes: usize,
    /// With so many pages it is looked through for those that nobody has any more.
    crowded: usize,
}

impl Shelf {
    /// The page in a dialect; `encode` makes it where it is not there.
    pub fn get(
        &mut self,
        page: &Page,
        dialect: Dialect,
        encode: impl FnOnce(&Page) -> Parcel,
    ) -> Parcel {
        let (key, length) = ((page.id, dialect), page.past.len());
        let known = self.pages.get(&key).filter(|(had, _)| *had == length);
        if let Some(parcel) = known.and_then(|(_, faint)| faint.parcel()) {
            return parcel;
        }
        let parcel = encode(page);
        if self.pages.len() >= self.crowded {
            self.pages.retain(|_, (_, faint)| !faint.is_gone());
            self.crowded = FEW.max(2 * self.pages.len());
        }
        self.pages.insert(key, (length, parcel.faint()));
        self.keep_warm(parcel.clone());
        parcel
    }

    fn keep_warm(&mut self, parcel: Parcel) {
        self.warm_bytes += parcel.len();
        self.warm.push_back(parcel);
        while self.warm_bytes > WARM_BYTES
            && let Some(oldest) = self.warm.pop_front()
        {
            self.warm_bytes -= oldest.len();
        }
    }
}

/// The history of one full room in two dialects: whoever comes back with the others
/// after a cut finds it encoded.
const WARM_BYTES: usize = 1024 * 1024;

/// Pages that are never too many.
const FEW: usize = 64;
