//! Photos on this device: decoded small and upright, drawn, cut, made into JPEG. One large picture is in memory at a time.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, ImageBitmapOptions,
    ImageOrientation, PointerEvent, ResizeQuality, Url,
};

use super::{files, page};

pub use web_sys::ImageBitmap;

/// No picture is decoded wider: 4096 by 3072 take 48 MB.
const WIDEST: u32 = 4096;

/// How a picture is held and cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Quarter turns to the right.
    pub turns: u8,
    /// Percent cut off at the top, right, bottom and left, as it is held.
    pub cut: [u32; 4],
}

impl Frame {
    /// What is left of a picture of this size, in its pixels.
    #[must_use]
    pub fn kept(self, (width, height): (u32, u32)) -> (u32, u32) {
        let (width, height) = self.held((width, height));
        let [top, right, bottom, left] = self.cut;
        let part = |side: u32, cut: u32| (side * 100_u32.saturating_sub(cut) / 100).max(1);
        (part(width, left + right), part(height, top + bottom))
    }

    fn held(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.turns % 2 == 1 { (height, width) } else { (width, height) }
    }
}

/// Width and height of a picture as it is upright, from its header.
pub async fn size(blob: &Blob) -> Option<(u32, u32)> {
    let url = Address::of(blob)?;
    let image = HtmlImageElement::new().ok()?;
    let loaded = js_sys::Promise::new(&mut |resolve, reject| {
        image.set_onload(Some(&resolve));
        image.set_onerror(Some(&reject));
    });
    image.set_src(url.as_str());
    JsFuture::from(loaded).await.ok()?;
    let size = (image.natural_width(), image.natural_height());
    image.set_src("");
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// Decodes a picture upright, its longer side about `long` pixels after `frame` has cut it, never larger than it is.
pub async fn decoded(blob: &Blob, size: (u32, u32), frame: Frame, long: u32) -> Option<ImageBitmap> {
    let (wide, high) = frame.kept(size);
    let kept = u64::from(wide.max(high));
    let width = u64::from(size.0) * u64::from(long) / kept.max(1);
    let width = u32::try_from(width).unwrap_or(WIDEST).min(size.0).clamp(1, WIDEST);
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    options.set_resize_quality(ResizeQuality::High);
    options.set_resize_width(width);
    let promise =
        page::window()?.create_image_bitmap_with_blob_and_image_bitmap_options(blob, &options).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// Draws the whole picture as it is held, with a veil over what is cut off.
pub fn show(canvas: &HtmlCanvasElement, bitmap: &ImageBitmap, frame: Frame) {
    let (width, height) = frame.held((bitmap.width(), bitmap.height()));
    canvas.set_width(width);
    canvas.set_height(height);
    let Some(pen) = pen(canvas) else { return };
    draw(&pen, bitmap, frame, (0, 0));
    _ = pen.reset_transform();
    pen.set_fill_style_str("rgba(20, 16, 12, 0.62)");
    let [top, right, bottom, left] = frame.cut;
    let down = |percent: u32| height * percent / 100;
    let along = |percent: u32| width * percent / 100;
    let middle = height.saturating_sub(down(top) + down(bottom));
    for (x, y, wide, high) in [
        (0, 0, width, down(top)),
        (0, height - down(bottom), width, down(bottom)),
        (0, down(top), along(left), middle),
        (width - along(right), down(top), along(right), middle),
    ] {
        pen.fill_rect(f64::from(x), f64::from(y), f64::from(wide), f64::from(high));
    }
}

/// What `frame` leaves of the picture, as a JPEG of this quality in percent.
pub async fn jpeg(bitmap: &ImageBitmap, frame: Frame, quality: u8) -> Option<Vec<u8>> {
    let size = (bitmap.width(), bitmap.height());
    let canvas: HtmlCanvasElement = page::document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = frame.kept(size);
    canvas.set_width(width);
    canvas.set_height(height);
    let pen = pen(&canvas)?;
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let (whole_width, whole_height) = frame.held(size);
    draw(&pen, bitmap, frame, (whole_width * frame.cut[3] / 100, whole_height * frame.cut[0] / 100));
    let made = js_sys::Promise::new(&mut |resolve, _| {
        let quality = JsValue::from_f64(hundredths(quality));
        _ = canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality);
    });
    let blob: Blob = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    // Phones give the memory back only when the canvas is small again.
    canvas.set_width(1);
    canvas.set_height(1);
    files::bytes(&blob).await
}

/// Black squares on white (column, row, how many beside each other) as a PNG, each square `scale` pixels wide.
pub async fn squares(side: u32, runs: &[(u32, u32, u32)], scale: u32) -> Option<Blob> {
    let canvas: HtmlCanvasElement = page::document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(side * scale);
    canvas.set_height(side * scale);
    let pen = pen(&canvas)?;
    let fill = |x: u32, y: u32, wide: u32, high: u32| {
        let [x, y, wide, high] = [x, y, wide, high].map(|squares| f64::from(squares * scale));
        pen.fill_rect(x, y, wide, high);
    };
    pen.set_fill_style_str("#fff");
    fill(0, 0, side, side);
    pen.set_fill_style_str("#000");
    for (column, row, length) in runs {
        fill(*column, *row, *length, 1);
    }
    let made = js_sys::Promise::new(&mut |resolve, _| {
        _ = canvas.to_blob_with_type(&resolve, "image/png");
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

#[expect(clippy::float_arithmetic, reason = "the browser takes the quality as a fraction")]
fn hundredths(percent: u8) -> f64 {
    f64::from(percent) / 100.0
}

fn pen(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Draws the picture turned, moved so that `corner` comes to the upper left.
fn draw(pen: &CanvasRenderingContext2d, bitmap: &ImageBitmap, frame: Frame, corner: (u32, u32)) {
    let [width, height] = [bitmap.width(), bitmap.height()].map(f64::from);
    let turned = match frame.turns % 4 {
        1 => [0.0, 1.0, -1.0, 0.0, height, 0.0],
        2 => [-1.0, 0.0, 0.0, -1.0, width, height],
        3 => [0.0, -1.0, 1.0, 0.0, 0.0, width],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };
    let minus = |pixels: u32| f64::from(i32::try_from(pixels).map_or(0, |pixels| -pixels));
    _ = pen.set_transform(1.0, 0.0, 0.0, 1.0, minus(corner.0), minus(corner.1));
    let [xx, yx, xy, yy, right, down] = turned;
    _ = pen.transform(xx, yx, xy, yy, right, down);
    _ = pen.draw_image_with_image_bitmap(bitmap, 0.0, 0.0);
}

/// Where on the picture the pointer is, in percent from the left and from the top.
#[must_use]
#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the browser measures in fractions of pixels; whole percents leave this function"
)]
pub fn place(canvas: &HtmlCanvasElement, event: &PointerEvent) -> (u32, u32) {
    let shown = canvas.get_bounding_client_rect();
    let part = |at: i32, from: f64, side: f64| {
        ((f64::from(at) - from) * 100.0 / side.max(1.0)).clamp(0.0, 100.0) as u32
    };
    (part(event.client_x(), shown.left(), shown.width()), part(event.client_y(), shown.top(), shown.height()))
}

/// The pointer belongs to the picture until it is lifted.
pub fn hold(canvas: &HtmlCanvasElement, event: &PointerEvent) {
    _ = canvas.set_pointer_capture(event.pointer_id());
}

/// An address under which this page can show bytes; it is given back when this is dropped.
pub struct Address(String);

impl Address {
    /// The address of `blob`.
    #[must_use]
    pub fn of(blob: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(blob).ok().map(Self)
    }

    /// As an attribute wants it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        _ = Url::revoke_object_url(&self.0);
    }
}
