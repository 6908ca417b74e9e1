import { expect, it } from 'vitest';
import { signForAmazon } from '#adapters/rewards/amazon-incentives/sign-for-amazon.ts';

const KEYS = { accessKey: 'AKIDEXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-examples.html: Amazon’s own example. */
it('signs Amazon’s own example as Amazon does', () => {
  const signed = signForAmazon(
    {
      method: 'GET',
      url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'),
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: '',
      service: 'iam',
      region: 'us-east-1',
      at: new Date('2015-08-30T12:36:00Z'),
    },
    KEYS,
  );

  expect(signed['x-amz-date']).toBe('20150830T123600Z');
  expect(signed['authorization']).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date, ' +
      'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});
