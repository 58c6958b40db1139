use std::fmt;

use llama_cpp_2::{LlamaBackendDevice, LlamaBackendDeviceType};

use crate::file::Look;

/// Bytes of a graphics processor that are left to the screen, and to what is computed beside the weights.
const LEFT_FREE: u64 = 512 << 20;

/// Which processor computes a model's layers: as many as its free memory holds are a graphics processor's,
/// where this program was built with one of `vulkan`, `cuda` and `metal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The graphics processor's name; none where there is none that can be used.
    device: Option<String>,
    /// Layers that it computes.
    layers: u32,
    /// All layers; what comes after them counts as one.
    of: u32,
    /// Whether it was asked to take them and did not.
    refused: bool,
}

impl Place {
    /// Where a model that was looked at goes, by the memory that is free now.
    pub(super) fn of(look: &Look, devices: &[LlamaBackendDevice]) -> Self {
        let all = look.header.layers.saturating_add(1);
        let graphics: Vec<_> = devices.iter().filter(|device| is_graphics(device)).collect();
        let free = graphics.iter().map(|device| device.memory_free as u64);
        let layers = that_fit(free.map(|free| free.saturating_sub(LEFT_FREE)).sum(), look.memory, all);
        let names: Vec<&str> = graphics.iter().map(|device| device.description.as_str()).collect();
        Self {
            device: (!names.is_empty()).then(|| names.join(" and ")),
            layers: u32::try_from(layers).unwrap_or(u32::MAX),
            of: u32::try_from(all).unwrap_or(u32::MAX),
            refused: false,
        }
    }

    /// Layers for the graphics processor.
    pub(super) fn layers(&self) -> u32 {
        self.layers
    }

    /// The bytes of so many that the graphics processor's memory takes.
    pub(super) fn share(&self, bytes: u64) -> u64 {
        bytes / u64::from(self.of.max(1)) * u64::from(self.layers)
    }

    /// What people are told of it: nothing by a program that knows no other processor than the computer's own.
    pub(super) fn told(&self) -> Option<String> {
        cfg!(any(feature = "vulkan", feature = "cuda", feature = "metal")).then(|| self.to_string())
    }

    /// The same, all of it on the processor, because the graphics processor did not take it.
    pub(super) fn after_refusal(&self) -> Self {
        Self { layers: 0, refused: true, ..self.clone() }
    }
}

impl fmt::Display for Place {
    /// A sentence for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { device, layers, of, refused } = self;
        match (device, layers) {
            (None, _) => f.write_str(
                "No graphics processor was found that can be used, so the computer's own processor computes the model.",
            ),
            (Some(device), 0) if *refused => write!(
                f,
                "{device} could not take the model, so the computer's own processor computes it: this is slower."
            ),
            (Some(device), 0) => write!(
                f,
                "{device} has too little free memory for the model, so the computer's own processor computes it: this \
                 is slower."
            ),
            (Some(device), layers) if layers == of => write!(f, "{device} computes the model."),
            (Some(device), layers) => write!(
                f,
                "{device} has memory for {layers} of the model's {of} layers; the computer's own processor computes the \
                 others."
            ),
        }
    }
}

fn is_graphics(device: &LlamaBackendDevice) -> bool {
    matches!(device.device_type, LlamaBackendDeviceType::Gpu | LlamaBackendDeviceType::IntegratedGpu)
}

/// How many of `all` layers, which take `memory` bytes together, go into so many free ones.
fn that_fit(free: u64, memory: u64, all: u64) -> u64 {
    let a_layer = memory.div_ceil(all.max(1)).max(1);
    (free / a_layer).min(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GB: u64 = 1 << 30;

    fn device(device_type: LlamaBackendDeviceType, free: u64) -> LlamaBackendDevice {
        LlamaBackendDevice {
            index: 0,
            name: "Vulkan0".into(),
            description: "Arc A310".into(),
            backend: "Vulkan".into(),
            memory_total: 16 << 30,
            memory_free: usize::try_from(free).unwrap_or(usize::MAX),
            device_type,
        }
    }

    fn look(memory: u64, layers: u64) -> Look {
        let mut header = crate::file::Header::default();
        header.layers = layers;
        Look { header, bytes: memory, memory }
    }

    fn placed(free: u64) -> Place {
        Place::of(&look(5 * GB, 32), &[device(LlamaBackendDeviceType::Gpu, free)])
    }

    #[test]
    fn as_many_layers_as_its_memory_holds_are_the_graphics_processors() {
        assert_eq!(placed(0).layers(), 0);
        assert_eq!(placed(LEFT_FREE).layers(), 0);
        assert_eq!(placed(LEFT_FREE + 2 * GB).layers(), 13);
        assert_eq!(placed(8 * GB).layers(), 33);
        assert_eq!(placed(8 * GB).share(33 << 20), 33 << 20);
        assert_eq!(placed(0).share(5 * GB), 0);
    }

    #[test]
    fn other_processors_are_none_of_it() {
        let devices = [LlamaBackendDeviceType::Cpu, LlamaBackendDeviceType::Accelerator]
            .map(|device_type| device(device_type, 64 * GB));
        assert_eq!(Place::of(&look(GB, 32), &devices).layers(), 0);
    }

    #[test]
    fn two_of_them_share_a_model() {
        let devices = [(); 2].map(|()| device(LlamaBackendDeviceType::Gpu, 4 * GB));
        let place = Place::of(&look(5 * GB, 32), &devices);
        assert_eq!((place.layers(), place.device.as_deref()), (33, Some("Arc A310 and Arc A310")));
    }

    #[test]
    fn it_is_said_plainly_who_computes() {
        let said = |place: &Place| place.to_string();
        assert_eq!(said(&placed(8 * GB)), "Arc A310 computes the model.");
        assert!(said(&placed(LEFT_FREE + 2 * GB)).contains("13 of the model's 33 layers"));
        assert!(said(&placed(0)).contains("too little free memory"));
        assert!(said(&placed(8 * GB).after_refusal()).starts_with("Arc A310 could not take the model"));
        assert_eq!(placed(8 * GB).after_refusal().layers(), 0);
        assert!(said(&Place::of(&look(GB, 3), &[])).starts_with("No graphics processor"));
    }
}
