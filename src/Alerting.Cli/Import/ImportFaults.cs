namespace Alerting.Cli.Import;

/// <summary>Why a row makes no report, beside the fault types of reports.</summary>
internal static class ImportFaults
{
    public const string DateRange = "date-range";
}
