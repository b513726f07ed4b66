// The counterparties as a person sees them: the identity provider, the phone, the gateway, the officer's desk; and the levers of control.
import { expect, request } from 'playwright/test';
import { sandbox } from './stack.mjs';

export { sandbox };

export const people = {
  hang: { slug: 'nguyen-thi-bich-hang', id: '001195004321', name: 'Nguyễn Thị Bích Hằng', mobile: '0912345678' },
  thanh: { slug: 'le-van-thanh', id: '079090001234', name: 'Lê Văn Thành', mobile: '0903112233' },
  mua: { slug: 'giang-thi-mua', id: '010303000456', name: 'Giàng Thị Mua' },
  bay: { slug: 'tran-van-bay', id: '092048000321', name: 'Trần Văn Bảy', mobile: '0939000111' },
  cham: { slug: 'hoang-van-cham', id: '031088000987', name: 'Hoàng Văn Chậm' },
  nobody: { slug: 'pham-thi-khong-co', id: '036192000789', name: 'Phạm Thị Không Có' },
};

/** People without a story: there so that a service has as many applicants as public figures need. */
export const neighbours = [
  'Đặng Văn Lợi',
  'Tôn Nữ Diệu Hiền',
  'Hồ Văn Nguyên',
  'Thạch Thị Sa Rây',
  'Nông Văn Sơn',
  'Đỗ Thị Kim Oanh',
  'Vũ Đình Khôi',
  'Lương Thị Ngọc Lan',
  'Trương Thị Mỹ Hạnh',
].map((name) => ({ name }));

async function control(path, body) {
  const client = await request.newContext({ baseURL: sandbox });
  const answer = body === undefined ? await client.get(path) : await client.post(path, { data: body });
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
  const value = await answer.json();
  await client.dispose();
  return value;
}

/** Moves the clock of sandbox and backend forward. */
export const advance = (seconds) => control('/control/clock', { advance_seconds: seconds });
/** Lets a part misbehave: `setFaults({ desk: 'down' })`. */
export const setFaults = (faults) => control('/control/faults', faults);
/** Sends the notifications of payments that the gateway holds back. */
export const sendNotifications = () => control('/control/ipn', {});
/** What the gateway knows of its orders. */
export const payments = () => control('/control/payments');
/** What time it is in the sandbox, and so in the backend. */
export const now = async () => new Date((await control('/control/clock')).now);

/** The identity provider's page, where one chooses who one is. */
export const chooseIdentity = (page, hands, person) => hands.press(page.getByRole('button', { name: person.name, exact: true }));

/** A citizen's phone. Its pages have no script, and their policy allows none. */
export class Phone {
  constructor(page, hands, person) {
    Object.assign(this, { page, hands, person });
  }

  async look() {
    await this.page.goto(`${sandbox}/phone/${this.person.id}`);
  }

  /** The request that waits for this fingerprint. */
  request(fingerprint) {
    return this.page.getByRole('article').filter({ hasText: fingerprint });
  }

  async answer(fingerprint, word) {
    const request = this.request(fingerprint);
    await this.hands.press(request.getByRole('button', { name: word }));
    await expect(request).toHaveCount(0);
  }

  accept = (fingerprint) => this.answer(fingerprint, 'Đồng ý ký');
  reject = (fingerprint) => this.answer(fingerprint, 'Từ chối');
}

/** The payment page. */
export const ways = {
  pay: 'Thanh toán',
  cancel: 'Hủy giao dịch',
  close: 'Thanh toán rồi đóng trang, không quay về',
  late: 'Thanh toán, thông báo cho cổng đến muộn',
  other: 'Thanh toán thừa 2.000 đồng',
  bank: 'Chuyển sang ngân hàng, chưa có kết quả',
  suspect: 'Đã trừ tiền nhưng bị nghi ngờ (07)',
};

export async function settle(page, hands, way) {
  await expect(page).toHaveURL(/\/vnpay\/paymentv2\//);
  await hands.press(page.getByRole('button', { name: way, exact: true }));
}

/** The payer's banking app, on another phone: reads what a code holds, shows it, pays. */
export class Bank {
  constructor(page, hands) {
    Object.assign(this, { page, hands });
  }

  async scan(code) {
    await this.page.goto(`${sandbox}/bank`);
    await this.hands.type(this.page.getByLabel('Nội dung mã'), code);
    await this.hands.press(this.page.getByRole('button', { name: 'Đọc mã' }));
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Xác nhận chuyển tiền');
  }

  async pay() {
    await this.hands.press(this.page.getByRole('button', { name: 'Chuyển tiền', exact: true }));
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Đã chuyển tiền');
  }
}

/** The officer at the one-stop desk. */
export class Officer {
  constructor(page, hands) {
    Object.assign(this, { page, hands });
  }

  async open(code) {
    await this.page.goto(`${sandbox}/desk/dossiers/${code}`);
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(code);
  }

  /** Moves the status; the button begins with the national code. */
  async move(status, note = '') {
    if (note) await this.hands.type(this.page.getByLabel('Ghi chú cho người nộp'), note);
    await this.hands.press(this.page.getByRole('button', { name: new RegExp(`^${status}\\. `) }));
    await expect(this.page.getByRole('definition').filter({ hasText: new RegExp(`^${status}\\. `) })).toBeVisible();
  }

  /** Asks for a fee that can be paid here, and from which the time limit begins. */
  async ask({ item, amount, basis }) {
    await this.hands.type(this.page.getByLabel('Khoản thứ nhất', { exact: true }), item);
    await this.hands.type(this.page.getByLabel('Số tiền (đồng)', { exact: true }), amount);
    await this.hands.type(this.page.getByLabel('Căn cứ pháp lý', { exact: true }), basis);
    await this.hands.press(this.page.getByRole('button', { name: 'Gửi thông báo nộp phí' }));
    await expect(this.page.getByRole('definition').filter({ hasText: /^6\. / })).toBeVisible();
  }

  /** Gives back this much of the only payment. */
  async giveBack(amount, basis) {
    await this.hands.type(this.page.getByLabel('Số tiền hoàn (đồng)', { exact: true }), amount);
    await this.hands.type(this.page.getByLabel('Căn cứ pháp lý để hoàn', { exact: true }), basis);
    await this.hands.press(this.page.getByRole('button', { name: 'Quyết định hoàn', exact: true }));
    await expect(this.page.getByRole('region', { name: 'Các quyết định hoàn phí, lệ phí' })).toContainText(basis);
  }
}
