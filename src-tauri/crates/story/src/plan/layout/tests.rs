#![allow(clippy::unwrap_used)]

use super::*;

/// Ten events under no heading; the facts are 0 to 9.
fn notes() -> Notes {
    let events: String = (0..10).map(|at| format!("- Ann opens door number {at} in the mill.\n")).collect();
    let notes = Notes::read(&events);
    assert_eq!(notes.facts.len(), 10);
    notes
}

fn scene(title: &str, facts: &[usize]) -> Scene {
    Scene { title: title.to_owned(), facts: facts.to_vec() }
}

fn layout(scenes: &[&[usize]]) -> Layout {
    Layout { scenes: scenes.iter().map(|facts| scene("The mill", facts)).collect(), ..Layout::default() }
}

fn facts(shape: &Shape) -> Vec<Vec<usize>> {
    let scenes = shape.scenes.iter().map(|scene| scene.facts.clone());
    [shape.opening.clone()].into_iter().chain(scenes).chain([shape.ending.facts.clone()]).collect()
}

fn right(layout: Layout, asked: Option<u32>) -> (Vec<Vec<usize>>, Repairs) {
    let (shape, repairs) = put_right(&notes(), layout, asked).unwrap();
    (facts(&shape), repairs)
}

#[test]
fn a_good_plan_stays_as_it_is() {
    let plan = Layout {
        opening: vec![0, 1],
        scenes: vec![scene("Door number four", &[2, 3, 4]), scene("The mill", &[5, 6, 7])],
        ending: scene("The last door", &[8, 9]),
        left_out: Vec::new(),
    };
    let (shape, repairs) = put_right(&notes(), plan, None).unwrap();
    assert_eq!(repairs, Repairs::default());
    assert_eq!(facts(&shape), [vec![0, 1], vec![2, 3, 4], vec![5, 6, 7], vec![8, 9]]);
    assert_eq!(shape.scenes[1].title, "The mill");
}

#[test]
fn facts_that_stand_twice_or_nowhere_are_put_right() {
    let (facts, repairs) = right(layout(&[&[0, 1, 1, 2, 4], &[4, 5, 6, 7, 8, 9]]), None);
    assert_eq!(facts, [vec![], vec![0, 1, 2, 3, 4], vec![5, 6, 7, 8, 9], vec![]]);
    assert_eq!((repairs.twice, repairs.missing, repairs.moved), (2, 1, 0));
}

#[test]
fn little_may_be_left_out_and_not_much() {
    let one = Layout { left_out: vec![3], ..layout(&[&[0, 1, 2, 4], &[5, 6, 7, 8, 9]]) };
    assert!(!right(one, None).0.concat().contains(&3));
    let three = Layout { left_out: vec![3, 4, 5], ..layout(&[&[0, 1, 2], &[6, 7, 8, 9]]) };
    let (facts, repairs) = right(three, None);
    assert_eq!(facts.concat(), (0..10).collect::<Vec<_>>());
    assert_eq!(repairs.missing, 3);
}

#[test]
fn events_keep_the_order_of_the_notes() {
    let (facts, repairs) = right(layout(&[&[5, 6, 7, 8, 9], &[1, 0, 2, 3, 4]]), None);
    assert_eq!((facts.concat(), repairs.moved), ((0..10).collect(), 0));
    let (facts, repairs) = right(layout(&[&[0, 1, 9, 2, 3, 4], &[5, 6, 7, 8]]), None);
    assert_eq!((facts.concat(), repairs.moved), ((0..10).collect(), 1));
}

#[test]
fn there_are_as_many_scenes_as_are_asked_for() {
    for asked in [1, 2, 3, 4] {
        let (facts, repairs) = right(layout(&[&[0, 1, 2, 3, 4], &[5, 6, 7, 8, 9]]), Some(asked));
        assert_eq!(facts.concat(), (0..10).collect::<Vec<_>>());
        assert_eq!(facts.len() - 2, asked as usize, "{facts:?}");
        assert_eq!(repairs.scenes, (asked as usize).abs_diff(2));
    }
    let (facts, _) = right(layout(&[&[0, 1], &[2, 3, 4, 5], &[6], &[7, 8, 9]]), None);
    assert!(facts[1..facts.len() - 1].iter().all(|scene| scene.len() >= FEWEST), "{facts:?}");
}

#[test]
fn where_nothing_happens_is_no_scene() {
    let events: String = (0..8).map(|at| format!("- Ann opens door number {at}.\n")).collect();
    let notes = Notes::read(&format!("## People\n- Ann is old.\n- Bo is young.\n\n## The mill\n{events}"));
    let layout = layout(&[&[0, 1], &[2, 3, 4, 5, 6], &[7, 8, 9]]);
    let (shape, _) = put_right(&notes, layout, None).unwrap();
    assert_eq!(facts(&shape), [vec![0, 1], vec![2, 3, 4, 5, 6], vec![7, 8, 9], vec![]]);
}

#[test]
fn a_plan_that_has_nothing_to_do_with_the_notes_is_none() {
    assert_eq!(put_right(&notes(), Layout::default(), None), None);
    assert_eq!(put_right(&notes(), layout(&[&[], &[]]), None), None);
    assert_eq!(put_right(&notes(), layout(&[&[3, 4]]), None), None);
}

#[test]
fn a_title_says_only_what_the_notes_say() {
    let named = |title: &str| {
        let scenes = vec![scene(title, &[0, 1, 2, 3, 4]), scene("The mill", &[5, 6, 7, 8, 9])];
        let (shape, _) = put_right(&notes(), Layout { scenes, ..Layout::default() }, None).unwrap();
        shape.scenes[0].title.clone()
    };
    assert_eq!(named("Ann opens the door"), "Ann opens the door");
    for title in ["", "Baroness Quillfeather", "**Ann**", "<b>Ann</b>", &"Ann ".repeat(40)] {
        assert_ne!(named(title), title.trim(), "{title}");
    }
}
