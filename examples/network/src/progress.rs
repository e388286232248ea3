//! Knowing when nothing is in progress, without sleeping.
//!
//! Whoever hands work on begins the next piece before it ends its own, so the
//! count reaches zero only when a whole chain of work has ended.

use std::sync::Arc;

use tokio::sync::watch;

/// A count of what is in progress. Clones share it.
#[derive(Clone, Debug)]
pub struct Progress {
    count: Arc<watch::Sender<usize>>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            count: Arc::new(watch::Sender::new(0)),
        }
    }
}

impl Progress {
    /// Something begins; it ends when the returned value is dropped.
    pub fn begin(&self) -> InProgress {
        self.count.send_modify(|count| *count += 1);
        InProgress(Arc::clone(&self.count))
    }

    /// How much is in progress.
    #[must_use]
    pub fn count(&self) -> usize {
        *self.count.borrow()
    }

    /// Waits until nothing is in progress.
    pub async fn settled(&self) {
        let mut count = self.count.subscribe();
        // The sender lives as long as `self`.
        let _ = count.wait_for(|count| *count == 0).await;
    }
}

/// Something that is in progress until it is dropped.
#[derive(Debug)]
#[must_use = "it ends at once when it is dropped"]
pub struct InProgress(Arc<watch::Sender<usize>>);

impl Clone for InProgress {
    fn clone(&self) -> Self {
        self.0.send_modify(|count| *count += 1);
        Self(Arc::clone(&self.0))
    }
}

impl Drop for InProgress {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn settles_when_the_last_piece_ends() {
        let progress = Progress::default();
        progress.settled().await;
        let first = progress.begin();
        let second = first.clone();
        drop(first);
        assert_eq!(progress.count(), 1);
        let waiting = tokio::spawn({
            let progress = progress.clone();
            async move { progress.settled().await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(second);
        waiting.await.unwrap();
    }
}
