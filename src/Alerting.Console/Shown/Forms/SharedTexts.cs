namespace Alerting.Console.Shown.Forms;

/// <summary>What is said of fields that several forms have.</summary>
internal static class SharedTexts
{
    public static readonly FieldText Id = new("$.id", Spoken.Of("Id"),
        Spoken.Of("Small letters, digits and -, at most 64. It cannot be changed later."));

    /// <summary>What is said of the regions that something concerns.</summary>
    /// <param name="own">Codes to which the caller is limited; empty: to none.</param>
    public static FieldText Regions(IReadOnlyList<string> own) => new("$.regions", Spoken.Of("Regions"), own.Count > 0
        ? Spoken.Of("Codes, each with the regions below it; none for yours: {0}.", Spoken.List(own))
        : Spoken.Of("Codes, each with the regions below it; none for all."));
}
