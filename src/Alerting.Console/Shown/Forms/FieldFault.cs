namespace Alerting.Console.Shown.Forms;

/// <summary>What is wrong with a field.</summary>
/// <param name="Path">JSON path of what is wrong: of the field or of a part of it.</param>
/// <param name="Message">A sentence.</param>
/// <param name="IsMissing">Whether nothing is wrong but that nothing was entered yet.</param>
public sealed record FieldFault(string Path, string Message, bool IsMissing = false)
{
    /// <summary>Whether it is about this field or a part of it.</summary>
    /// <param name="field">JSON path.</param>
    public bool Concerns(string field) => Path.StartsWith(field, StringComparison.Ordinal)
        && (Path.Length == field.Length || Path[field.Length] is '.' or '[');
}
