namespace Alerting.Console.Shown.Forms;

/// <summary>What is said of fields that several forms have.</summary>
internal static class SharedTexts
{
    public static readonly FieldText Id = new("$.id", "Id", "Small letters, digits and -, at most 64. It cannot be changed later.");

    /// <summary>What is said of the regions that something concerns.</summary>
    /// <param name="own">Codes to which the caller is limited; empty: to none.</param>
    public static FieldText Regions(IReadOnlyList<string> own) => new("$.regions", "Regions", own.Count > 0
        ? $"Codes, each with the regions below it; none for yours: {string.Join(", ", own)}."
        : "Codes, each with the regions below it; none for all.");
}
