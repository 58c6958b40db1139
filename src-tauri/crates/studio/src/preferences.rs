use std::time::Duration;

use mythline_protocol::{CommandError, Preferences};

use crate::{Settings, Studio};

/// The smallest and the largest size of text; per cent.
const TEXT: (u32, u32) = (80, 200);

impl Studio {
    /// What the user has set.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        Settings::read(&self.inner.config).preferences
    }

    /// Keeps what the user has set, and acts by it from now on.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub async fn change_preferences(&self, mut wanted: Preferences) -> Result<Preferences, CommandError> {
        for percent in [&mut wanted.text_percent, &mut wanted.reading_percent] {
            *percent = (*percent).clamp(TEXT.0, TEXT.1);
        }
        let mut settings = Settings::read(&self.inner.config);
        settings.preferences = wanted.clone();
        settings.write_over(&self.inner.config).map_err(|error| {
            tracing::warn!(?error, "the settings were not kept");
            error.command_error("The file of the settings")
        })?;
        self.inner.engine.clean_after(settings.clean_after()).await?;
        Ok(wanted)
    }
}

/// Hours as a length of time.
#[must_use]
pub fn hours(count: u32) -> Duration {
    Duration::from_secs(u64::from(count) * 3_600)
}
