import { type FormEvent, type InputHTMLAttributes, type ReactNode, useId, useState } from 'react';
import { ApiProblem, messageOf } from '../../http/problem';

export interface FormErrors {
  /** By field name. */
  fields: Record<string, string>;
  /** What belongs to no field. */
  whole?: string;
}

const NONE: FormErrors = { fields: {} };

/** Where each problem belongs: beside its field, or above the button. */
export function errorsOf(error: unknown, fieldOfCode: Record<string, string> = {}): FormErrors {
  if (!(error instanceof ApiProblem)) return { fields: {}, whole: messageOf(error) };
  const field = fieldOfCode[error.code];
  if (field) return { fields: { [field]: error.message } };
  if (error.fields.length > 0)
    return { fields: Object.fromEntries(error.fields.map(({ path, message }) => [path, sentence(message)])) };
  return { fields: {}, whole: messageOf(error) };
}

const sentence = (message: string) =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace('..', '.');

/** The state of a form: what is wrong with it, and whether it is on its way. */
export function useForm(submit: (values: Record<string, string>) => Promise<FormErrors | void>) {
  const [errors, setErrors] = useState<FormErrors>(NONE);
  const [busy, setBusy] = useState(false);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)]));
    setBusy(true);
    setErrors(NONE);
    const problems = await submit(values);
    setBusy(false);
    if (!problems) return;
    setErrors(problems);
    const [first] = Object.keys(problems.fields);
    if (first) (form.elements.namedItem(first) as HTMLElement | null)?.focus();
  };
  return { errors, busy, onSubmit };
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  name: string;
  hint?: ReactNode;
  errors: FormErrors;
}

export function Field({ label, hint, errors, name, ...input }: FieldProps) {
  const id = useId();
  const error = errors.fields[name];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
      />
      {error ? (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : (
        hint && (
          <p className="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function FormProblem({ errors }: { errors: FormErrors }) {
  return (
    <p className="form-problem" role="alert" hidden={!errors.whole}>
      {errors.whole}
    </p>
  );
}
