namespace Alerting.Cli.Import.Dates;

/// <summary>What the numbers of a date such as 3/4/2022 are.</summary>
internal enum DateOrder
{
    /// <summary>Day, month, year: most of the world.</summary>
    Dmy,

    /// <summary>Month, day, year: the United States.</summary>
    Mdy,
}
