using System.Globalization;

namespace Alerting.Cli.Import;

/// <summary>What people are told at the end of an import.</summary>
internal sealed class ImportTotals(ImportProgress progress, ImportRun run, RejectList rejects)
{
    public ImportProgress Progress => progress;

    public void Show()
    {
        if (run.Regions.Note() is { } settled)
        {
            progress.Show(settled);
        }

        if (run.Cut > 0)
        {
            progress.Show(string.Create(
                CultureInfo.InvariantCulture,
                $"Texts that were cut or left out, for they are longer than a report's may be or no web address: {run.Cut:N0}."));
        }

        var passedOver = run.PassedOver == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {run.PassedOver:N0} passed over as no incidents");
        progress.Show(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Rows:N0} rows read, {run.Reports:N0} made a report{passedOver}, {rejects.Count:N0} rejected"
                + $"{(rejects.Count == 0 ? "" : $": {rejects.Reasons()}")}."));
    }
}
