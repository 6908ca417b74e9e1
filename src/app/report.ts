import { findTaxReport } from '#src/db/queries/report/find-tax-report.ts';
import { listBudgetsOver } from '#src/db/queries/report/list-budgets-over.ts';
import { listDepartmentMonths } from '#src/db/queries/report/list-department-months.ts';
import { listLiability } from '#src/db/queries/report/list-liability.ts';
import { listReturns } from '#src/db/queries/report/list-returns.ts';
import { listSpendMailings } from '#src/db/queries/report/list-spend-mailings.ts';
import { listSpend } from '#src/db/queries/report/list-spend.ts';
import { listStockValue } from '#src/db/queries/report/list-stock-value.ts';
import { listTaxMapsWithin } from '#src/db/queries/report/list-tax-maps-within.ts';
import { listTaxSettingsWithin } from '#src/db/queries/report/list-tax-settings-within.ts';
import { readReport } from '#src/db/queries/report/read-report.ts';
import { spendByDepartment } from '#src/db/queries/report/spend-by-department.ts';
import { sumGiven } from '#src/db/queries/report/sum-given.ts';
import { sumUnclaimed } from '#src/db/queries/report/sum-unclaimed.ts';
import { addUpSpend } from '#src/usecases/report/add-up-spend.ts';
import { buyForSample } from '#src/usecases/report/buy-for-sample.ts';
import { deliverSampleGifts } from '#src/usecases/report/deliver-sample-gifts.ts';
import { expireSampleGifts } from '#src/usecases/report/expire-sample-gifts.ts';
import { findDueMailings } from '#src/usecases/report/find-due-mailings.ts';
import { findDueMonths } from '#src/usecases/report/find-due-months.ts';
import { findDueWeeks } from '#src/usecases/report/find-due-weeks.ts';
import { findSpendReader } from '#src/usecases/report/find-spend-reader.ts';
import { giveSampleGifts } from '#src/usecases/report/give-sample-gifts.ts';
import { lookAtWarning } from '#src/usecases/report/look-at-warning.ts';
import { mailSpend } from '#src/usecases/report/mail-spend.ts';
import { redeemSampleGifts } from '#src/usecases/report/redeem-sample-gifts.ts';
import { removeTaxMap } from '#src/usecases/report/remove-tax-map.ts';
import { setSpendMailing } from '#src/usecases/report/set-spend-mailing.ts';
import { setTaxMap } from '#src/usecases/report/set-tax-map.ts';
import { setTax } from '#src/usecases/report/set-tax.ts';
import { settleSample } from '#src/usecases/report/settle-sample.ts';
import { tellMonth } from '#src/usecases/report/tell-month.ts';
import { tellWeek } from '#src/usecases/report/tell-week.ts';
import { undoSampleGifts } from '#src/usecases/report/undo-sample-gifts.ts';
import { from, fromDb } from './from.ts';

export const reportUseCases = {
  addUpSpend,
  buyForSample,
  deliverSampleGifts,
  expireSampleGifts,
  findDueMailings,
  findDueMonths,
  findDueWeeks,
  findSpendReader,
  giveSampleGifts,
  lookAtWarning,
  mailSpend,
  redeemSampleGifts,
  removeTaxMap,
  setSpendMailing,
  setTax,
  setTaxMap,
  settleSample,
  tellMonth,
  tellWeek,
  undoSampleGifts,
};

export const reportQueries = {
  budgetsOver: fromDb('spend', listBudgetsOver),
  listDepartmentMonths: fromDb('spend', listDepartmentMonths),
  read: from('spend', readReport),
  spend: fromDb('spend', spendByDepartment),
  sumGiven: fromDb('spend', sumGiven),
  sumUnclaimed: fromDb('spend', sumUnclaimed),
  liability: fromDb('spend', listLiability),
  returns: fromDb('spend', listReturns),
  spendBy: fromDb('spend', listSpend),
  stockValue: fromDb('spend', listStockValue),
  tax: fromDb('spend', findTaxReport),
  taxMaps: fromDb('spend', listTaxMapsWithin),
  mailings: fromDb('session', listSpendMailings),
  taxSettings: fromDb('spend', listTaxSettingsWithin),
};

export type { BudgetOver } from '#src/db/queries/report/list-budgets-over.ts';
export type { Liability } from '#src/db/queries/report/list-liability.ts';
export type { Returned } from '#src/db/queries/report/list-returns.ts';
export type { SpendReport, SpendRow, SpendTotal } from '#src/db/queries/report/list-spend.ts';
export type { StockValue } from '#src/db/queries/report/list-stock-value.ts';
export type { Report } from '#src/db/queries/report/read-report.ts';
export type { GivenInSpan } from '#src/db/queries/report/sum-given.ts';
export type { Unclaimed } from '#src/db/queries/report/sum-unclaimed.ts';
export type { TaxReport, TaxReportLine } from '#src/domain/report/tax-report.ts';
