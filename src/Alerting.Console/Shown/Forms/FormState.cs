namespace Alerting.Console.Shown.Forms;

/// <summary>What all fields of a form share.</summary>
public sealed class FormState
{
    /// <summary>A field was edited.</summary>
    public event Action? Edited;

    /// <summary>Whether one may look only.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>What is wrong with fields.</summary>
    public IReadOnlyList<FieldFault> Faults { get; set; } = [];

    /// <summary>What is wrong with a field; null where it is sound.</summary>
    public string? FaultAt(string path) => Faults.FirstOrDefault(fault => fault.Concerns(path))?.Message;

    /// <summary>To be called by a field when it was edited.</summary>
    public void Tell() => Edited?.Invoke();
}
