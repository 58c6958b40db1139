//! The diagnosis as text: to be read, and to be sent to whoever mends the program.

use std::fmt::{self, Display, Formatter};

use mythline_protocol::{Fit, ModelOrigin};

use super::{Computer, Diagnosis, ModelState, WorkspaceState};

impl Display for Diagnosis {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        line(f, "Program", &self.program)?;
        line(f, "Window", self.window.as_deref().unwrap_or("none"))?;
        self.computer.write(f)?;
        for (at, model) in self.models.iter().enumerate() {
            line(f, if at == 0 { "Models" } else { "" }, &model.words())?;
        }
        line(f, "Settings", &settings(self))?;
        match &self.workspace {
            Some(workspace) => workspace.write(f)?,
            None => line(f, "Workspace", "not open")?,
        }
        if self.findings.is_empty() {
            line(f, "Checks", "all is as it should be")?;
        }
        for (at, finding) in self.findings.iter().enumerate() {
            let heading = if at == 0 { "Checks" } else { "" };
            line(f, heading, &format!("{} {}", finding.sentence(), finding.advice()))?;
        }
        for (at, trouble) in self.troubles.iter().enumerate() {
            let heading = if at == 0 { "Log" } else { "" };
            line(f, heading, &format!("{} {} {}", trouble.at, trouble.level, trouble.place))?;
        }
        Ok(())
    }
}

impl Computer {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let said = [Some(&self.system), self.release.as_ref(), self.kernel.as_ref(), self.session.as_ref()];
        let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
        line(f, "System", &said.join(", "))?;
        let memory = self.memory.map(|bytes| format!(", {} of memory", size(bytes))).unwrap_or_default();
        line(f, "Computer", &format!("{} cores{memory}", self.cores))?;
        let graphics = if self.graphics.is_empty() {
            "no card with a driver".to_owned()
        } else {
            self.graphics.join(", ")
        };
        line(f, "Graphics", &format!("{graphics}; stories are written by the processor"))?;
        if let Some(language) = &self.language {
            line(f, "Language", language)?;
        }
        if !self.variables.is_empty() {
            line(f, "Variables", &self.variables.join(", "))?;
        }
        Ok(())
    }
}

impl ModelState {
    fn words(&self) -> String {
        let mut said = vec![match (self.origin, self.is_here) {
            (ModelOrigin::Starter, _) => "the starter model".to_owned(),
            (ModelOrigin::File, _) => "a file".to_owned(),
            (ModelOrigin::Server, Some(true)) => "on a server on this computer".to_owned(),
            (ModelOrigin::Server, _) => "on a server elsewhere".to_owned(),
        }];
        said.extend(self.kind.clone());
        if self.bytes > 0 {
            said.push(size(self.bytes));
        }
        match self.fit {
            Fit::Fits => {}
            Fit::Tight => said.push("little memory for it".to_owned()),
            Fit::TooBig => said.push("too little memory for it".to_owned()),
        }
        if let Some(seen) = &self.seen {
            said.push(format!(
                "{:.0} tokens/s, first after {:.0} ms",
                seen.tokens_per_s, seen.first_token_ms
            ));
            said.push(format!("keeps form: {}, reads notes: {}", seen.keeps_form, seen.reads_notes));
        }
        if self.is_default {
            said.push("for new stories".to_owned());
        }
        if !self.usable {
            said.push("cannot be used".to_owned());
        }
        said.join(", ")
    }
}

impl WorkspaceState {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let standing = match (self.owned, self.owned_by_another) {
            (true, _) => "ours",
            (false, true) => "another program's; this one looks",
            (false, false) => "nobody's; this program looks",
        };
        let numbers =
            format!("{} notes, {} stories, {} folders watched", self.notes, self.stories, self.watched);
        let unsaved = if self.unsaved { "; not everything is saved" } else { "" };
        line(f, "Workspace", &format!("{standing}; {numbers}{unsaved}"))?;
        for (heading, counted) in [("Jobs", &self.jobs), ("Errors", &self.errors)] {
            if !counted.is_empty() {
                let counts: Vec<String> =
                    counted.iter().map(|(what, count)| format!("{count} {what}")).collect();
                line(f, heading, &counts.join(", "))?;
            }
        }
        Ok(())
    }
}

fn settings(diagnosis: &Diagnosis) -> String {
    serde_json::to_string(&diagnosis.settings).unwrap_or_default()
}

fn line(f: &mut Formatter<'_>, heading: &str, said: &str) -> fmt::Result {
    writeln!(f, "{heading:<10} {said}")
}

/// A size for people.
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let bytes = bytes as f64;
    if bytes >= 1e9 { format!("{:.1} GB", bytes / 1e9) } else { format!("{:.0} MB", (bytes / 1e6).ceil()) }
}
