//! Writes a contact sheet of motifs in three seeds:
//! `gallery <file.png> [parts of motif names, comma-separated]`.

use anyhow::Context;
use image::{RgbImage, imageops};
use miaohui_demo_art::{Motif, picture};

const CELL: u32 = 400;
const SEEDS: u64 = 3;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let path = args.next().context("name the PNG file to write")?;
    let wanted = args.next().unwrap_or_default().to_lowercase();
    let motifs: Vec<Motif> = Motif::ALL
        .iter()
        .copied()
        .filter(|motif| {
            let name = format!("{motif:?}").to_lowercase();
            wanted.split(',').any(|part| name.contains(part))
        })
        .collect();
    let mut sheet = RgbImage::new(CELL * SEEDS as u32, CELL * motifs.len() as u32);
    for (row, motif) in motifs.iter().enumerate() {
        for seed in 0..SEEDS {
            let jpeg = picture(*motif, seed + 1, 640, 640);
            let drawn = image::load_from_memory(&jpeg)?.to_rgb8();
            let small = imageops::thumbnail(&drawn, CELL - 8, CELL - 8);
            imageops::replace(
                &mut sheet,
                &small,
                i64::try_from(seed)? * i64::from(CELL) + 4,
                i64::try_from(row)? * i64::from(CELL) + 4,
            );
        }
    }
    sheet.save(path)?;
    Ok(())
}
