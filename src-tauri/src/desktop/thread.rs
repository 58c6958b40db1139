//! The thread as the tray has it: the program's mark, inked as far as the story has come.
//!
//! The same drawing as `icons/mythline.svg`, on a square of 512, with the ink cut where the work stands.

use super::at_work::STEPS;

type Point = (f32, f32);
type Colour = [u8; 3];

/// The bends of the thread, each from the end of the one before.
const START: Point = (96.0, 381.0);
const BENDS: [[Point; 3]; 4] = [
    [(109.0, 293.0), (131.0, 207.0), (161.0, 157.0)],
    [(195.0, 211.0), (217.0, 288.0), (256.0, 303.0)],
    [(295.0, 288.0), (317.0, 211.0), (351.0, 157.0)],
    [(382.0, 207.0), (403.0, 293.0), (416.0, 381.0)],
];
const SIDE: f32 = 512.0;
const CORNER: f32 = 112.0;
/// Half of what the thread is wide, and the knots' radii: a little more than in the drawing, for the tray is small.
const WIDTH: f32 = 25.0;
const KNOT: f32 = 50.0;
const GAP: f32 = 66.0;

const GROUND: Colour = [0x17, 0x1C, 0x22];
const INK: Colour = [0xF5, 0xF6, 0xF5];
const EMPTY: Colour = [0x6B, 0x77, 0x80];
const LIVE: Colour = [0x6D, 0xB8, 0xEC];
const WAIT: Colour = [0xDD, 0xB2, 0x5E];

/// Lines that a bend is drawn with.
const FINE: u8 = 12;
/// Looks at each point of the picture, across and down.
const LOOKS: u8 = 4;

/// How the thread stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Thread {
    /// How far it is inked, in [`STEPS`].
    pub(crate) inked: u8,
    /// What is at the end of the ink.
    pub(crate) tip: Tip,
}

/// The end of the ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tip {
    /// Nothing is being written.
    None,
    /// Here it is written.
    Live,
    /// Here it waits.
    Waits,
}

impl Thread {
    /// Draws it so many points wide and high, four bytes a point: red, green, blue and how much of it.
    pub(crate) fn draw(self, side: u8) -> Vec<u8> {
        let curve = Curve::new();
        let scale = SIDE / f32::from(side);
        let mut picture = Vec::with_capacity(usize::from(side) * usize::from(side) * 4);
        for down in 0..side {
            for across in 0..side {
                picture.extend(self.point(&curve, (f32::from(across), f32::from(down)), scale));
            }
        }
        picture
    }

    /// One point of the picture: what several looks at it see between them.
    fn point(self, curve: &Curve, (across, down): Point, scale: f32) -> [u8; 4] {
        let (mut sum, mut seen) = ([0_u32; 3], 0_u32);
        let within = |look: u8| (f32::from(look) + 0.5) / f32::from(LOOKS);
        for (dx, dy) in (0..LOOKS).flat_map(|x| (0..LOOKS).map(move |y| (x, y))) {
            let at = ((across + within(dx)) * scale, (down + within(dy)) * scale);
            if let Some(colour) = self.colour(curve, at) {
                seen += 1;
                sum.iter_mut().zip(colour).for_each(|(sum, part)| *sum += u32::from(part));
            }
        }
        let part = |sum: u32| u8::try_from(sum / seen.max(1)).unwrap_or(u8::MAX);
        let looks = u32::from(LOOKS) * u32::from(LOOKS);
        let there = u8::try_from(seen * 255 / looks).unwrap_or(u8::MAX);
        [part(sum[0]), part(sum[1]), part(sum[2]), there]
    }

    fn colour(self, curve: &Curve, at: Point) -> Option<Colour> {
        if !on_ground(at) {
            return None;
        }
        let inked = curve.length * f32::from(self.inked.min(STEPS)) / f32::from(STEPS);
        let tip = match self.tip {
            Tip::None => None,
            Tip::Live => Some(LIVE),
            Tip::Waits => Some(WAIT),
        };
        if let Some(tip) = tip {
            let away = distance(curve.at(inked), at);
            if away < GAP {
                return Some(if away < KNOT { tip } else { GROUND });
            }
        }
        let ink = |along: f32| if tip.is_none() || along <= inked { INK } else { EMPTY };
        if let Some((_, along)) = curve.knots.iter().find(|(knot, _)| distance(*knot, at) < KNOT) {
            return Some(ink(*along));
        }
        let (away, along) = curve.nearest(at);
        Some(if away < WIDTH { ink(along) } else { GROUND })
    }
}

/// The thread's way, in short lines.
struct Curve {
    /// Where each line begins, and how far along that is.
    points: Vec<(Point, f32)>,
    /// The ends of the bends.
    knots: Vec<(Point, f32)>,
    length: f32,
}

impl Curve {
    fn new() -> Self {
        let mut points = vec![(START, 0.0)];
        let mut knots = points.clone();
        let (mut from, mut along, mut last) = (START, 0.0, START);
        for [a, b, to] in BENDS {
            for step in 1..=FINE {
                let next = bend(from, a, b, to, f32::from(step) / f32::from(FINE));
                along += distance(last, next);
                points.push((next, along));
                last = next;
            }
            knots.push((to, along));
            from = to;
        }
        Self { points, knots, length: along }
    }

    /// Where one is, so far along.
    fn at(&self, along: f32) -> Point {
        let lines = self.points.windows(2);
        let line = lines.into_iter().find(|line| line[1].1 >= along);
        let Some([(from, before), (to, after)]) = line else { return self.points[0].0 };
        let share = (along - before) / (after - before).max(f32::EPSILON);
        (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
    }

    /// How far away the thread is, and how far along it is nearest.
    fn nearest(&self, at: Point) -> (f32, f32) {
        let lines = self.points.windows(2).map(|line| {
            let ((from, before), (to, after)) = (line[0], line[1]);
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let share = ((at.0 - from.0) * dx + (at.1 - from.1) * dy) / (dx * dx + dy * dy).max(f32::EPSILON);
            let share = share.clamp(0.0, 1.0);
            let there = (from.0 + dx * share, from.1 + dy * share);
            (distance(there, at), before + (after - before) * share)
        });
        lines.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f32::MAX, 0.0))
    }
}

/// A point of a bend, a share of the way.
fn bend(from: Point, a: Point, b: Point, to: Point, share: f32) -> Point {
    let rest = 1.0 - share;
    let parts = [rest.powi(3), 3.0 * rest * rest * share, 3.0 * rest * share * share, share.powi(3)];
    let mix = |of: fn(Point) -> f32| {
        parts.iter().zip([from, a, b, to]).map(|(part, point)| part * of(point)).sum::<f32>()
    };
    (mix(|point| point.0), mix(|point| point.1))
}

fn distance(a: Point, b: Point) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The ground is a square with round corners.
fn on_ground((x, y): Point) -> bool {
    let over = |v: f32| (CORNER - v).max(v - (SIDE - CORNER)).max(0.0);
    over(x).hypot(over(y)) <= CORNER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(picture: &[u8], colour: Colour) -> usize {
        picture.chunks_exact(4).filter(|point| point[..3] == colour && point[3] == 255).count()
    }

    #[test]
    fn ink_grows_with_the_work_and_its_tip_is_seen() {
        let drawn = |inked, tip| Thread { inked, tip }.draw(48);
        let inks: Vec<usize> =
            [0, 8, 16, 24, STEPS].map(|inked| count(&drawn(inked, Tip::Live), INK)).to_vec();
        assert!(inks.is_sorted() && inks[0] + 60 < inks[4], "{inks:?}");
        assert!(count(&drawn(16, Tip::Live), LIVE) > 20 && count(&drawn(16, Tip::Live), EMPTY) > 20);
        assert!(count(&drawn(16, Tip::Waits), WAIT) > 20);
        let idle = drawn(0, Tip::None);
        assert_eq!((count(&idle, EMPTY), count(&idle, LIVE)), (0, 0), "the whole thread is inked");
        assert_eq!(idle[..4], [0, 0, 0, 0], "nothing is at the corners");
    }
}
