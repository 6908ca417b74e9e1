import type { ProviderAnswer } from '#test/servers/provider-http.ts';

/** The errors that Amazon's sandbox gives to requests with these ids, with the types it names. */
const ERRORS: Record<string, string> = {
  F1000: 'GeneralError',
  F2003: 'InvalidAmountInput',
  F2004: 'InvalidAmountValue',
  F2005: 'InvalidCurrencyCodeInput',
  F2010: 'CardAlreadyActivatedWithDifferentRequestId',
  F2015: 'MaxAmountExceeded',
  F2016: 'CurrencyCodeMismatch',
  F2017: 'FractionalAmountNotAllowed',
  F2047: 'CancelRequestArrivedAfterTimeLimit',
  F3003: 'InsufficientFunds',
  F3005: 'GeneralError',
  F3010: 'CustomerSurpassedDailyVelocityLimit',
  F4000: 'SystemTemporarilyUnavailable',
  F5000: 'GeneralError',
};

export function isAmazonErrorId(id: string): boolean {
  return id in ERRORS;
}

/** The answer with an error, as the sandbox words it: its code is the class, `F200` for `F2003`. */
export function amazonError(id: string, errorType = ERRORS[id]): ProviderAnswer {
  const status = id.startsWith('F4') ? 'RESEND' : 'FAILURE';
  const agcodResponse = {
    __type: 'CreateGiftCardResponse:http://internal.amazon.com/coral/com.amazonaws.agcod/',
    cardInfo: null,
    creationRequestId: null,
    gcClaimCode: null,
    gcExpirationDate: null,
    gcId: null,
    status,
  };
  const errorCode = `${id.slice(0, 2)}00`;
  return {
    status: id.startsWith('F2') || id.startsWith('F3') ? 400 : 500,
    body: { agcodResponse, errorCode, errorType, message: `The sandbox says ${errorType}` },
  };
}

export function throttled(): ProviderAnswer {
  const __type = 'com.amazon.coral.availability#ThrottlingException';
  return { status: 400, body: { __type, message: 'Rate exceeded' } };
}
