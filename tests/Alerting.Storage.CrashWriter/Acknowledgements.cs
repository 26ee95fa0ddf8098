using System.Text;

namespace Alerting.Storage.CrashWriter;

/// <summary>Lines that reach the pipe at once, so that none is lost with the process.</summary>
internal sealed class Acknowledgements(Stream output)
{
    private readonly Lock _gate = new();

    public void Write(Acknowledgement acknowledgement)
    {
        var line = Encoding.UTF8.GetBytes($"{acknowledgement}\n");
        lock (_gate)
        {
            output.Write(line);
            output.Flush();
        }
    }
}
