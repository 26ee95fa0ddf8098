using System.Globalization;
using Spectre.Console;

namespace Alerting.Cli.Import;

/// <summary>Shows people how far an import is, on standard error: a bar on a terminal, else a plain line now and then.</summary>
internal sealed class ImportProgress
{
    private const int Often = 100_000;

    private readonly IAnsiConsole _console;
    private readonly bool _bar;
    private ProgressTask? _task;
    private Stream? _file;
    private long _rows;

    public ImportProgress(TextWriter error)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        _bar = _console.Profile.Out.IsTerminal && _console.Profile.Capabilities.Interactive;
        if (!_bar)
        {
            // Plain lines, whole, whoever reads them.
            _console.Profile.Width = 10_000;
        }
    }

    /// <summary>One line, above the bar if there is one.</summary>
    public void Show(string line) => _console.WriteLine(line);

    /// <summary>Does the work under a bar that fills as the file is read.</summary>
    public Task RunAsync(Stream file, Func<Task> work)
    {
        _file = file;
        return !_bar ? work() : _console.Progress().StartAsync(async progress =>
        {
            _task = progress.AddTask("import", maxValue: file.CanSeek ? Math.Max(file.Length, 1) : 1);
            _task.IsIndeterminate = !file.CanSeek;
            await work();
            _task.Value = _task.MaxValue;
        });
    }

    public void OnRow()
    {
        _rows++;
        if (_task is not null)
        {
            _task.Value = _file is { CanSeek: true } ? _file.Position : 0;
        }
        else if (_rows % Often == 0)
        {
            Show(string.Create(CultureInfo.InvariantCulture, $"{_rows:N0} rows read."));
        }
    }
}
