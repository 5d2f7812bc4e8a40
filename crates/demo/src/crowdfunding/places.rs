//! Locations by their names.

use miaohui_crowdfunding::ids::LocationId;
use miaohui_crowdfunding::places::PlaceLevel;
use miaohui_crowdfunding::store::place;
use miaohui_crowdfunding::{Code, Result};
use miaohui_db::Tx;

/// Finds a location: the district of the city that the address names, or the city, or the province
/// if it has no such city.
pub fn find(tx: &mut Tx<'_>, (province, city): (&str, &str), address: &str) -> Result<LocationId> {
    let provinces = place::provinces(tx)?;
    let province = provinces.iter().find(|place| place.name == province).ok_or(Code::NotFound)?;
    let cities = place::children(tx, province.id, PlaceLevel::Province)?.unwrap_or_default();
    let found_city = cities.iter().find(|place| place.name == city);
    for city in found_city.map_or(cities.as_slice(), std::slice::from_ref) {
        for district in place::children(tx, city.id, PlaceLevel::City)?.unwrap_or_default() {
            let characters: Vec<char> = district.name.chars().collect();
            // The address leaves out the last character, such as 区.
            let short_name: String = characters[..characters.len().saturating_sub(1)].iter().collect();
            if short_name.chars().count() > 1 && address.contains(&short_name) {
                return Ok(district.id);
            }
        }
    }
    Ok(found_city.unwrap_or(province).id)
}
