//! What one word of progress costs at 10,000 a second over 100 jobs: the time of all processors of the
//! whole process (what the jobs say, the scheduler, the disk's thread, somebody who looks on), until the
//! last value of every job is on disk.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::{
    desk::{Desk, JOBS, on_disk},
    figure::Figure,
};

const SECONDS: u32 = 5;
/// Between two updates of one job: 100 a second.
const EVERY: Duration = Duration::from_millis(10);

pub(crate) fn measure() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let each = SECONDS * 100;
        let desk = Desk::new(on_disk()).await;
        let ids = desk.line_up(each, Some(EVERY)).await;
        let looking = desk.look_on();
        let (began, spent) = (Instant::now(), processor_time());
        desk.let_go();
        desk.until(|status| !status.is_active()).await;
        desk.engine.quit().await.expect("everything is saved");
        let (spent, lasted) = (processor_time() - spent, began.elapsed());
        desk.last_values_are_on_disk(&ids, each);
        let updates = JOBS as u32 * each;
        let rate = f64::from(updates) / lasted.as_secs_f64();
        println!("{updates} updates at {rate:.0} a second; {} rows seen", looking.await.expect("no panic"));
        let cost = spent.as_secs_f64() * 1e6 / f64::from(updates);
        vec![Figure::lower("engine_cpu_us_per_update", cost, "us", Some(20.0), updates as usize)]
    })
}

/// What this process has used of all processors.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).expect("below a second"))
}
